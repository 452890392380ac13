import type { AlarmBook } from './alarmBook.ts';
import { SHORT_STEP_SECONDS, STEP_SECONDS, stepOf } from './readWindows.ts';

/** Time that has passed without an evaluation, as of a broker that was held up, is made up for so far back, s. */
const MAXIMUM_LAG_SECONDS = 86_400;

/** So much work is done before others get their turn, in periods that alarms look at: a tenth of a second at most. */
export const SLICE_WORK = 100_000;

export interface AlarmClockPorts {
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Calls back in another turn of the event loop. */
  later(run: () => void): void;
  /** Wakes the clock when the broker's clock is there; undefined: never. */
  wakeAt(deadline: number | undefined): void;
}

/**
 * Has alarms evaluated at the end of each minute of the broker's clock, and every ten seconds for those with short periods; one
 * after the other, however far the clock was advanced: what is too much for one turn of the event loop goes on in the next
 * ones. One timer for all alarms, and none without alarms.
 */
export class AlarmClock {
  private readonly book: AlarmBook;
  private readonly ports: AlarmClockPorts;
  /** The next evaluation, epoch s. */
  private next: number | undefined;
  /** Evaluations that are still to be made. */
  private rest: Generator<number> | undefined;
  /** The work of this turn. */
  private spent = 0;
  private awaitsTurn = false;

  constructor(book: AlarmBook, ports: AlarmClockPorts) {
    this.book = book;
    this.ports = ports;
  }

  /** To be called when alarms were made or deleted. */
  arrange(): void {
    // It is arranged when that is done.
    if (this.rest !== undefined) return;
    const following = findFollowing(this.ports.now() / 1000, this.findStep());
    // One that is overdue is still to come.
    this.next = following === undefined ? undefined : Math.min(this.next ?? Infinity, following);
    this.ports.wakeAt(this.next === undefined ? undefined : this.next * 1000);
  }

  /** To be called when the clock went back: what is left of the evaluations lies ahead. */
  goBack(): void {
    this.stop();
    this.arrange();
  }

  /** Leaves what is still to be evaluated. */
  stop(): void {
    this.rest = undefined;
    this.next = undefined;
  }

  /** To be called when the clock is there. */
  wake(): void {
    if (this.rest !== undefined) return;
    const now = this.ports.now() / 1000;
    const from = Math.max(
      this.next ?? Infinity,
      Math.ceil((now - MAXIMUM_LAG_SECONDS) / STEP_SECONDS) * STEP_SECONDS,
    );
    this.awaitTurn();
    this.rest = this.evaluateFrom(from);
    this.work(this.rest);
  }

  /** Makes all evaluations that are due in this turn: for those who are about to act by what the alarms say. */
  catchUp(): void {
    if (this.rest !== undefined) this.work(this.rest, Infinity);
  }

  private awaitTurn(): void {
    if (this.awaitsTurn) return;
    this.awaitsTurn = true;
    this.ports.later(() => this.beginTurn());
  }

  private *evaluateFrom(first: number): Generator<number> {
    for (let at = first; at <= this.ports.now() / 1000; at = findFollowing(at, this.findStep()) ?? Infinity)
      yield* this.book.evaluate(at);
  }

  private beginTurn(): void {
    this.awaitsTurn = false;
    this.spent = 0;
    if (this.rest === undefined) return;
    this.awaitTurn();
    this.work(this.rest);
  }

  private work(rest: Generator<number>, mostWork = SLICE_WORK): void {
    try {
      while (this.spent < mostWork) {
        const { done, value } = rest.next();
        if (done === true) {
          this.finish(rest);
          return;
        }
        this.spent += value;
      }
    } catch (error) {
      // The next step may be without a defect.
      this.finish(rest);
      throw error;
    }
  }

  private finish(rest: Generator<number>): void {
    if (this.rest !== rest) return;
    this.stop();
    this.arrange();
  }

  private findStep(): number | undefined {
    const { all } = this.book;
    if (all.length === 0) return undefined;
    const hasShort = all.some(({ checked }) => stepOf(checked.periodSeconds) === SHORT_STEP_SECONDS);
    return hasShort ? SHORT_STEP_SECONDS : STEP_SECONDS;
  }
}

/** The next end of a step after a time, epoch s: a step may have begun where steps were shorter. */
function findFollowing(afterSeconds: number, stepSeconds: number | undefined): number | undefined {
  return stepSeconds === undefined ? undefined : (Math.floor(afterSeconds / stepSeconds) + 1) * stepSeconds;
}
