/**
 * So much work is done before others get their turn, in periods that alarms look at: each takes a microsecond at most, so a turn
 * takes about 10 ms.
 */
export const TURN_WORK = 10_000;

/** What a stop of the clock costs, and what each deadline of the engine that is met there does. */
export const STOP_WORK = 20;
export const DEADLINE_WORK = 20;

/** Counts the work of one turn of the event loop, and says when it is enough. */
export class TurnWork {
  private readonly most: number;
  private total = 0;

  constructor(most = TURN_WORK) {
    this.most = most;
  }

  /** Of this turn so far. */
  get spent(): number {
    return this.total;
  }

  /** Whether the rest is for other turns. */
  get isOver(): boolean {
    return this.total >= this.most;
  }

  spend(work: number): void {
    this.total += work;
  }
}
