import type { Clock } from './engine/clock.ts';
import { type Schedule, systemSchedule } from './schedule.ts';

/** Longest delay that Node's timers take; a longer one would fire at once. */
const MAXIMUM_TIMER_MS = 2_147_483_647;

/** Where a {@link ControllableClock} takes time and timers from; the system's, unless a test brings its own. */
export interface TimeSource {
  /** Epoch ms; may jump in both directions. */
  now(): number;
  readonly after: Schedule;
}

export const systemTime: TimeSource = { now: () => Date.now(), after: systemSchedule };

/**
 * The clock that the broker runs on: the system's time, which can be moved forward. It never goes back: when the
 * system's time does, this clock goes on from where it was.
 */
export class ControllableClock implements Clock {
  private readonly source: TimeSource;
  private offsetListener: (offsetMs: number) => void = () => undefined;
  /** What is added to the system's time: all advances, and all backward jumps of the system's time made good. */
  private aheadMs = 0;
  private advancedMs = 0;
  private lastSystemTime: number;
  private deadline: number | undefined;
  /** When the armed timer fires, on this clock. */
  private armedFor: number | undefined;
  private cancelTimer: () => void = () => undefined;
  private wake: () => void = () => undefined;

  /** @param offsetMs how far the clock was ahead when the broker ended last */
  constructor(source: TimeSource = systemTime, offsetMs = 0) {
    this.source = source;
    this.lastSystemTime = source.now();
    this.aheadMs = offsetMs;
    this.advancedMs = offsetMs;
  }

  now(): number {
    const systemTime = this.source.now();
    if (systemTime < this.lastSystemTime) this.aheadMs += this.lastSystemTime - systemTime;
    this.lastSystemTime = systemTime;
    return systemTime + this.aheadMs;
  }

  /** Who keeps the offset across restarts; called whenever {@link advance} or {@link reset} has changed it. */
  onOffset(listener: (offsetMs: number) => void): void {
    this.offsetListener = listener;
  }

  /** How far {@link advance} has moved this clock, in ms. */
  get offsetMs(): number {
    return this.advancedMs;
  }

  /** Epoch ms of the next wake, when one is wished for. */
  get nextDeadline(): number | undefined {
    return this.deadline;
  }

  onWake(wake: () => void): void {
    this.wake = wake;
  }

  /**
   * An armed timer that fires too early only re-arms itself. So a deadline that moves away, which happens with almost
   * every call of the engine, costs no timer.
   */
  wakeAt(deadline: number | undefined): void {
    this.deadline = deadline;
    if (deadline === undefined) return;
    if (this.armedFor === undefined || deadline < this.armedFor) this.arm(deadline);
  }

  /** Moves on by `ms`, stopping at each deadline on the way so that things happen in their order. */
  advance(ms: number): void {
    const aim = this.advancedMs + ms;
    for (;;) {
      const restMs = aim - this.advancedMs;
      const deadline = this.deadline;
      if (deadline === undefined || deadline > this.now() + restMs) break;
      this.skip(Math.max(0, deadline - this.now()));
      this.deadline = undefined;
      this.wake();
    }
    this.skip(aim - this.advancedMs);
    this.rearm();
    this.offsetListener(this.advancedMs);
  }

  /**
   * Goes back to real time. Who keeps times of this clock must move them with it, at once.
   * @returns by how many ms it went back
   */
  reset(): number {
    const byMs = this.advancedMs;
    this.aheadMs -= byMs;
    this.advancedMs = 0;
    this.offsetListener(0);
    return byMs;
  }

  /** Cancels the timer; the clock wakes nobody any more. */
  stop(): void {
    this.cancelTimer();
    this.armedFor = undefined;
    this.deadline = undefined;
    this.wake = () => undefined;
  }

  private skip(ms: number): void {
    this.aheadMs += ms;
    this.advancedMs += ms;
  }

  private arm(deadline: number): void {
    this.cancelTimer();
    const delayMs = Math.min(Math.max(0, deadline - this.now()), MAXIMUM_TIMER_MS);
    this.armedFor = deadline;
    this.cancelTimer = this.source.after(delayMs, () => this.fire());
  }

  private rearm(): void {
    this.cancelTimer();
    this.armedFor = undefined;
    if (this.deadline !== undefined) this.arm(this.deadline);
  }

  private fire(): void {
    this.armedFor = undefined;
    if (this.deadline === undefined) return;
    // Timers may fire a fraction of a millisecond early, or for a deadline that has moved.
    if (this.deadline > this.now()) {
      this.arm(this.deadline);
      return;
    }
    this.deadline = undefined;
    this.wake();
  }
}
