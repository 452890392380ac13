import type { AdvanceUnderWay } from './services.ts';
import type { Schedule } from '../time/schedule.ts';

/**
 * Has one thing at a time move the broker's clock. An advance takes several turns of the event loop if much happens on the way,
 * so that calls are answered meanwhile; what else moves the clock waits for its end.
 */
export class ClockMoves {
  private readonly schedule: Schedule;
  private current: Promise<unknown> | undefined;
  private isCancelled = false;
  private isStopped = false;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  /** Whether an advance or an undo is under way. */
  get isMoving(): boolean {
    return this.current !== undefined;
  }

  /** Does something now, or when what moves the clock now is over. */
  inTurn<T>(move: () => T | Promise<T>): T | Promise<T> {
    if (this.current !== undefined) return this.current.then(() => this.inTurn(move));
    this.isCancelled = false;
    const outcome = move();
    if (!(outcome instanceof Promise)) return outcome;
    const leave = (): void => {
      this.current = undefined;
    };
    this.current = outcome.then(leave, leave);
    return outcome;
  }

  /**
   * Makes all slices of an advance, or those until it is cancelled; call it in turn.
   * @param onSlice called after each slice but the last one
   * @returns whether the clock is there; a promise of that if it takes more than this turn
   */
  advance(advance: AdvanceUnderWay, onSlice: () => void): boolean | Promise<boolean> {
    if (advance.makeSlice()) return true;
    return this.advanceLater(advance, onSlice);
  }

  /** Ends an advance that is under way where it got to. @returns a promise of its end; undefined: there is none */
  cancel(): Promise<unknown> | undefined {
    this.isCancelled = true;
    return this.current;
  }

  /** The broker ends: the clock stays where it is. */
  stop(): void {
    this.isStopped = true;
  }

  private async advanceLater(advance: AdvanceUnderWay, onSlice: () => void): Promise<boolean> {
    do {
      onSlice();
      await new Promise<void>((resolve) => this.schedule(0, resolve));
      if (this.isCancelled || this.isStopped) return false;
    } while (!advance.makeSlice());
    return true;
  }
}
