import { type QueuesSnapshot, queuesChanged } from '../protocol/queue.ts';
import type { Schedule } from '../time/schedule.ts';
import type { Session } from './channel/session.ts';

/** Shortest time between two snapshots, ms. */
export const SNAPSHOT_MS = 100;
/** A session with more than this unread gets no snapshot now: a later one is complete. */
const HIGH_WATER_BYTES = 1_048_576;

export interface QueueWatcherPorts {
  readonly schedule: Schedule;
  readonly sessions: () => readonly Session[];
  readonly snapshot: () => QueuesSnapshot;
}

/** Pushes what the queues look like to every session while they change, at most every 100 ms. */
export class QueueWatcher {
  private readonly ports: QueueWatcherPorts;
  private isDirty = false;
  /** The first change is sent at once; during this pause, further changes are collected. */
  private cancelPause: (() => void) | undefined;

  constructor(ports: QueueWatcherPorts) {
    this.ports = ports;
  }

  /** Something about a queue changed. Called for every event of the engine, so it must be cheap. */
  notice(): void {
    this.isDirty = true;
    // The turn that made the change ends first: it may make more of them.
    if (this.cancelPause === undefined) this.pause(0);
  }

  stop(): void {
    this.cancelPause?.();
  }

  private pause(delayMs: number): void {
    this.cancelPause = this.ports.schedule(delayMs, () => {
      this.cancelPause = undefined;
      if (!this.isDirty) return;
      if (this.push()) this.isDirty = false;
      this.pause(SNAPSHOT_MS);
    });
  }

  /** Returns whether every session has got the news. */
  private push(): boolean {
    const sessions = this.ports.sessions();
    if (sessions.length === 0) return true;
    const ready = sessions.filter((session) => session.bufferedBytes <= HIGH_WATER_BYTES);
    if (ready.length > 0) {
      const snapshot = this.ports.snapshot();
      for (const session of ready) session.notify(queuesChanged, snapshot);
    }
    return ready.length === sessions.length;
  }
}
