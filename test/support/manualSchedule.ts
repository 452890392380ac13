import type { Schedule } from '../../broker/time/schedule.ts';

/** Real time that moves only when told to. */
export class ManualSchedule {
  private time = 0;
  private readonly timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  readonly after: Schedule = (delayMs, callback) => {
    const timer = { at: this.time + delayMs, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  get pendingCount(): number {
    return this.timers.size;
  }

  now(): number {
    return this.time;
  }

  /** Moves on, running what becomes due in the order of its time. */
  advance(ms: number): void {
    const target = this.time + ms;
    for (let due = this.nextDue(target); due !== undefined; due = this.nextDue(target)) {
      this.timers.delete(due);
      this.time = due.at;
      due.callback();
    }
    this.time = target;
  }

  private nextDue(target: number) {
    const due = [...this.timers].filter((timer) => timer.at <= target);
    return due.sort((one, other) => one.at - other.at)[0];
  }
}
