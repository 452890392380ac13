import { ControllableClock } from '../../broker/time/clock.ts';
import { type Schedule, systemSchedule } from '../../broker/time/schedule.ts';

const START = 1_700_000_000_000;

interface Timer {
  /** Of this process, ms. */
  readonly dueAt: number;
  readonly fire: () => void;
}

/** Time for a broker whose functions are real processes: its clock only moves when a test advances it, and the test can end its timers early. */
export class ManualTime {
  readonly clock = new ControllableClock({
    wallMs: () => START,
    bootMs: () => 0,
    bootId: () => undefined,
    after: systemSchedule,
  });
  private readonly timers = new Set<Timer>();

  /** For what the broker limits in real time, such as invocations. */
  readonly schedule: Schedule = (delayMs, callback) => {
    const cancel = systemSchedule(delayMs, () => timer.fire());
    const timer: Timer = {
      dueAt: performance.now() + delayMs,
      fire: () => {
        cancel();
        this.timers.delete(timer);
        callback();
      },
    };
    this.timers.add(timer);
    return () => {
      cancel();
      this.timers.delete(timer);
    };
  };

  /** Does at once, in its order, what is to come within so many ms of real time, but not what that will schedule. */
  hurry(ms: number): void {
    const until = performance.now() + ms;
    const due = [...this.timers].filter(({ dueAt }) => dueAt <= until);
    for (const timer of due.sort((one, other) => one.dueAt - other.dueAt))
      if (this.timers.has(timer)) timer.fire();
  }
}
