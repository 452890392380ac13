import { DEDUPLICATION_WINDOW_MS } from './limits.ts';
import type { Lease } from './lease.ts';

interface Attempt {
  readonly at: number;
  readonly leases: readonly Lease[];
}

/** What each ReceiveRequestAttemptId of a FIFO queue was answered with, for five minutes (contract §6.8). */
export class ReceiveAttempts {
  /** In the order of the receives. */
  private readonly attempts = new Map<string, Attempt>();

  find(id: string, now: number): readonly Lease[] | undefined {
    for (const [key, attempt] of this.attempts) {
      if (now - attempt.at < DEDUPLICATION_WINDOW_MS) break;
      this.attempts.delete(key);
    }
    return this.attempts.get(id)?.leases;
  }

  remember(id: string, leases: readonly Lease[], at: number): void {
    this.attempts.delete(id);
    this.attempts.set(id, { at, leases });
  }

  /** Moves every window; for a clock that was set back. */
  shiftTimes(byMs: number): void {
    for (const [id, attempt] of this.attempts) this.attempts.set(id, { ...attempt, at: attempt.at + byMs });
  }

  clear(): void {
    this.attempts.clear();
  }
}
