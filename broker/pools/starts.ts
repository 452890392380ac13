import { type Result, succeed } from '../engine/base/result.ts';
import { MAXIMUM_PROCESSES } from '../protocol/poolDefinition.ts';
import { Crashes } from './crashes.ts';
import type { PoolProcesses } from './poolProcesses.ts';

/** So many processes are started at once; the next ones after a pause. */
const STARTED_AT_ONCE = 10;
const START_PAUSE_MS = 100;

/** When processes of a pool may start: some at once, and after a crash later. */
export class Starts {
  crashes = new Crashes();
  private readonly processes: PoolProcesses;
  /** When the next ones may start, epoch ms; undefined: now. */
  private pausedUntil: number | undefined;

  constructor(processes: PoolProcesses) {
    this.processes = processes;
  }

  /** When it has something to do, epoch ms. */
  get deadlines(): readonly (number | undefined)[] {
    return [this.crashes.restartsAt, this.pausedUntil];
  }

  /** Forgets crashes and pauses. */
  begin(): void {
    this.crashes = new Crashes();
    this.pausedUntil = undefined;
  }

  wake(now: number): void {
    const { crashes } = this;
    if (crashes.restartsAt !== undefined && crashes.restartsAt <= now) crashes.restartsAt = undefined;
    if (this.pausedUntil !== undefined && this.pausedUntil <= now) this.pausedUntil = undefined;
  }

  /** Starts so many processes, or as many of them as may start now. Errors: those of {@link PoolProcesses.start}. */
  start(count: number, user: string, now: number): Result<undefined> {
    if (this.crashes.restartsAt !== undefined || this.pausedUntil !== undefined) return succeed(undefined);
    // A runner that does not report ends gets no more than this.
    const room = Math.min(count, 2 * MAXIMUM_PROCESSES - this.processes.runningCount);
    for (let started = 0; started < Math.min(room, STARTED_AT_ONCE); started++) {
      const outcome = this.processes.start(user);
      if (!outcome.ok) return outcome;
    }
    if (room > STARTED_AT_ONCE) this.pausedUntil = now + START_PAUSE_MS;
    return succeed(undefined);
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    if (this.pausedUntil !== undefined) this.pausedUntil -= byMs;
    if (this.crashes.restartsAt !== undefined) this.crashes.restartsAt -= byMs;
  }
}
