/** Time as the engine sees it. All rules about time go through one clock. */
export interface Clock {
  /** Epoch ms. Goes back only when all times that the engine has kept go back with it (`shiftTimes`). */
  now(): number;
  /**
   * Asks to be woken at `deadline` (epoch ms); replaces the earlier wish. `undefined` cancels it. There is one armed
   * timer for the whole engine.
   */
  wakeAt(deadline: number | undefined): void;
  /** Who is woken; set once by the engine. */
  onWake(wake: () => void): void;
}

/** A clock that moves only when told to, for tests and models. */
export class ManualClock implements Clock {
  private time: number;
  private deadline: number | undefined;
  private wake: () => void = () => undefined;

  constructor(startMs = 1_700_000_000_000) {
    this.time = startMs;
  }

  now(): number {
    return this.time;
  }

  wakeAt(deadline: number | undefined): void {
    this.deadline = deadline;
  }

  onWake(wake: () => void): void {
    this.wake = wake;
  }

  /** Moves on by `ms`, stopping at each deadline on the way so that things happen in their order. */
  advance(ms: number): void {
    const target = this.time + ms;
    while (this.deadline !== undefined && this.deadline <= target) {
      this.time = Math.max(this.time, this.deadline);
      this.deadline = undefined;
      this.wake();
    }
    this.time = target;
  }
}
