import type { Schedule } from '../time/schedule.ts';

/** Shortest time between two announcements, ms; they are for display. */
export const ANNOUNCE_MS = 1000;

/** Tells that calls were counted: some time after the first of them, so that many calls make one announcement. */
export class TotalsBroadcaster {
  private readonly schedule: Schedule;
  private readonly announce: () => void;
  private cancel: (() => void) | undefined;

  constructor(schedule: Schedule, announce: () => void) {
    this.schedule = schedule;
    this.announce = announce;
  }

  /** Called for every call, so it must be cheap. */
  notice(): void {
    this.cancel ??= this.schedule(ANNOUNCE_MS, () => {
      this.cancel = undefined;
      this.announce();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
