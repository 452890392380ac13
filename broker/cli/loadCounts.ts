import { createHistogram } from 'node:perf_hooks';
import type { LoadProgress, LoadReport } from '../protocol/load.ts';

const MICROS_PER_MS = 1000;
/** How many kinds of errors are counted separately. */
const MAXIMUM_ERRORS = 20;

/** Counts answers and how long they took. */
export class LoadCounts {
  private sentCount = 0;
  private failed = 0;
  private chunks = 0;
  private readonly latencies = createHistogram();
  /** Those since the last {@link takeProgress}. */
  private readonly latest = createHistogram();
  private readonly errors = new Map<string, number>();

  get sent(): number {
    return this.sentCount;
  }

  addSent(latencyMs: number, chunks: number): void {
    this.sentCount++;
    this.chunks += chunks;
    const micros = Math.max(1, Math.round(latencyMs * MICROS_PER_MS));
    this.latencies.record(micros);
    this.latest.record(micros);
  }

  addFailed(error: string): void {
    this.failed++;
    const known = this.errors.get(error);
    if (known !== undefined || this.errors.size < MAXIMUM_ERRORS) this.errors.set(error, (known ?? 0) + 1);
  }

  /** The totals, and the latencies since the previous call. */
  takeProgress(elapsedMs: number): LoadProgress {
    const { latest } = this;
    const progress: LoadProgress = {
      sent: this.sent,
      failed: this.failed,
      seconds: elapsedMs / 1000,
      chunks: this.chunks,
      ...(latest.count === 0
        ? undefined
        : {
            latencyMs: {
              p50: latest.percentile(50) / MICROS_PER_MS,
              p99: latest.percentile(99) / MICROS_PER_MS,
            },
          }),
    };
    latest.reset();
    return progress;
  }

  /** @param behind messages that were due and not sent */
  report(elapsedMs: number, behind: number): LoadReport {
    const seconds = elapsedMs / 1000;
    const at = (share: number): number =>
      this.sent === 0 ? 0 : this.latencies.percentile(share) / MICROS_PER_MS;
    return {
      sent: this.sent,
      failed: this.failed,
      behind,
      seconds,
      perSecond: seconds === 0 ? 0 : this.sent / seconds,
      chunks: this.chunks,
      latencyMs: { p50: at(50), p95: at(95), p99: at(99), max: at(100) },
      errors: Object.fromEntries(this.errors),
    };
  }
}
