/** The engine's time. All rules about time use one clock. */
export interface Clock {
  /** Epoch ms. Goes back only when all times that the engine has kept go back with it (`shiftTimes`). */
  now(): number;
  /**
   * Sets the next wake-up to `deadline` (epoch ms) and replaces the previous one. `undefined` cancels it. The whole
   * engine has one active timer.
   */
  wakeAt(deadline: number | undefined): void;
  /** Called at the wake-up; set once by the engine. @param wake returns how many deadlines were met */
  onWake(wake: () => number): void;
}

/** A clock that moves only on request, for tests and models. */
export class ManualClock implements Clock {
  private time: number;
  private deadline: number | undefined;
  private wake: () => number = () => 0;

  constructor(startMs = 1_700_000_000_000) {
    this.time = startMs;
  }

  now(): number {
    return this.time;
  }

  wakeAt(deadline: number | undefined): void {
    this.deadline = deadline;
  }

  onWake(wake: () => number): void {
    this.wake = wake;
  }

  /** Advances by `ms`, stopping at each deadline on the way so that events happen in order. */
  advance(ms: number): void {
    const target = this.time + ms;
    while (this.deadline !== undefined && this.deadline <= target) {
      this.time = Math.max(this.time, this.deadline);
      this.deadline = undefined;
      this.wake();
    }
    this.time = target;
  }

  /** Code that keeps times of this clock must shift them immediately. */
  goBack(ms: number): void {
    this.time -= ms;
  }
}
