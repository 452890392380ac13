import type { Schedule } from './schedule.ts';

/** Runs something soon after it was asked for, and then at most once in an interval, however often it is asked for. */
export class Throttle {
  private readonly schedule: Schedule;
  private readonly intervalMs: number;
  private readonly run: () => void;
  private isWanted = false;
  private cancelPause: (() => void) | undefined;

  constructor(schedule: Schedule, intervalMs: number, run: () => void) {
    this.schedule = schedule;
    this.intervalMs = intervalMs;
    this.run = run;
  }

  /** Cheap: it may come with every event. */
  notice(): void {
    this.isWanted = true;
    // The turn that asks ends first: it may ask again.
    if (this.cancelPause === undefined) this.pause(0);
  }

  stop(): void {
    this.cancelPause?.();
    this.cancelPause = undefined;
    this.isWanted = false;
  }

  private pause(delayMs: number): void {
    this.cancelPause = this.schedule(delayMs, () => {
      this.cancelPause = undefined;
      if (!this.isWanted) return;
      this.isWanted = false;
      this.pause(this.intervalMs);
      this.run();
    });
  }
}
