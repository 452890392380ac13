import { ExpiringMap } from './expiringMap.ts';
import { DEDUPLICATION_WINDOW_MS } from '../base/limits.ts';
import type { Lease } from './lease.ts';

interface Attempt {
  readonly at: number;
  readonly leases: readonly Lease[];
}

/** What each ReceiveRequestAttemptId of a FIFO queue was answered with, for five minutes (contract §6.8). */
export class ReceiveAttempts {
  private readonly attempts = new ExpiringMap<Attempt>(DEDUPLICATION_WINDOW_MS, ({ at }) => at);

  find(id: string, now: number): readonly Lease[] | undefined {
    return this.attempts.get(id, now)?.leases;
  }

  remember(id: string, leases: readonly Lease[], at: number): void {
    this.attempts.set(id, { at, leases });
  }

  /** Moves every window; for a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.attempts.replaceAll((attempt) => ({ ...attempt, at: attempt.at + byMs }));
  }

  clear(): void {
    this.attempts.clear();
  }
}
