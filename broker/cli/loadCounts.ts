import { createHistogram } from 'node:perf_hooks';

const MICROS_PER_MS = 1000;
/** Kinds of errors told apart. */
const MAXIMUM_ERRORS = 20;

/** What a load test comes to. */
export interface LoadReport {
  readonly sent: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Requests that Amazon SQS would have billed. */
  readonly chunks: number;
  /** From the time at which a message was due to its answer, ms. */
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** How often each error came. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Counts answers and how long they took. */
export class LoadCounts {
  private sent = 0;
  private failed = 0;
  private chunks = 0;
  private readonly latencies = createHistogram();
  private readonly errors = new Map<string, number>();

  addSent(latencyMs: number, chunks: number): void {
    this.sent++;
    this.chunks += chunks;
    this.latencies.record(Math.max(1, Math.round(latencyMs * MICROS_PER_MS)));
  }

  addFailed(error: string): void {
    this.failed++;
    const known = this.errors.get(error);
    if (known !== undefined || this.errors.size < MAXIMUM_ERRORS) this.errors.set(error, (known ?? 0) + 1);
  }

  report(elapsedMs: number): LoadReport {
    const seconds = elapsedMs / 1000;
    const at = (share: number): number =>
      this.sent === 0 ? 0 : this.latencies.percentile(share) / MICROS_PER_MS;
    return {
      sent: this.sent,
      failed: this.failed,
      seconds,
      perSecond: seconds === 0 ? 0 : this.sent / seconds,
      chunks: this.chunks,
      latencyMs: { p50: at(50), p95: at(95), p99: at(99), max: at(100) },
      errors: Object.fromEntries(this.errors),
    };
  }
}

/** The report for people, one fact a line. */
export function formatReport(report: LoadReport): string {
  const { sent, failed, seconds, perSecond, chunks, latencyMs, errors } = report;
  const count = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  return [
    `sent        ${count(sent)} in ${seconds.toFixed(1)} s, ${count(perSecond)} messages/s`,
    `latency     p50 ${ms(latencyMs.p50)}, p95 ${ms(latencyMs.p95)}, p99 ${ms(latencyMs.p99)}, max ${ms(latencyMs.max)}`,
    `billed      ${count(chunks)} requests on Amazon SQS`,
    `failed      ${count(failed)}`,
    ...Object.entries(errors).map(([error, times]) => `            ${error}: ${count(times)}`),
    '',
  ].join('\n');
}
