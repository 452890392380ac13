import type { LoadProgress, LoadReport } from '../../broker/protocol/load.ts';
import type { LoadSample } from '../../webview/loadProtocol.ts';

/** More than a chart has pixels for; neighbours are joined beyond it. */
const MAXIMUM_SAMPLES = 600;
/** The rest after the last line is shown if it is at least this long; rates of shorter intervals are meaningless. */
const SHORTEST_REST_SECONDS = 0.25;

/** A load test over time: rates from the sums of its lines of progress. */
export class LoadHistory {
  readonly #startedAt: number;
  #samples: LoadSample[];
  /** How many lines make a sample. */
  #linesPerSample = 1;
  #linesInLast = 1;
  #last: LoadProgress | undefined;

  /** @param startedAt epoch ms */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
    this.#samples = [{ at: startedAt, sent: 0, received: 0, deleted: 0, p50: null, p99: null }];
  }

  get samples(): readonly LoadSample[] {
    return this.#samples;
  }

  /** What came between the last line of progress and the report. */
  end(report: LoadReport): void {
    if (report.seconds - (this.#last?.seconds ?? 0) < SHORTEST_REST_SECONDS) return;
    // Its latencies are those of the whole test.
    const { latencyMs: _, ...rest } = report;
    this.add(rest);
  }

  add(progress: LoadProgress): void {
    const before = this.#last;
    const seconds = progress.seconds - (before?.seconds ?? 0);
    if (seconds <= 0) return;
    const rateOf = (read: (of: LoadProgress) => number): number =>
      Math.max(0, read(progress) - (before === undefined ? 0 : read(before))) / seconds;
    const sample = {
      at: this.#startedAt + progress.seconds * 1000,
      sent: rateOf(({ sent }) => sent),
      received: rateOf(({ queue }) => queue?.received ?? 0),
      deleted: rateOf(({ queue }) => queue?.deleted ?? 0),
      p50: progress.latencyMs?.p50 ?? null,
      p99: progress.latencyMs?.p99 ?? null,
    };
    this.#last = progress;
    const last = this.#samples.at(-1);
    if (last !== undefined && this.#linesInLast < this.#linesPerSample) {
      this.#linesInLast += 1;
      this.#samples[this.#samples.length - 1] = joinSamples(last, sample, this.#linesInLast - 1);
      return;
    }
    this.#linesInLast = 1;
    this.#samples.push(sample);
    if (this.#samples.length > MAXIMUM_SAMPLES) this.#halve();
  }

  #halve(): void {
    const joined: LoadSample[] = [];
    for (let index = 0; index < this.#samples.length; index += 2) {
      const [one, other] = this.#samples.slice(index, index + 2) as [LoadSample, LoadSample | undefined];
      joined.push(other === undefined ? one : joinSamples(one, other, 1));
    }
    // The last one may be alone, and absorbs what comes next.
    this.#linesInLast = this.#samples.length % 2 === 0 ? this.#linesPerSample * 2 : this.#linesPerSample;
    this.#samples = joined;
    this.#linesPerSample *= 2;
  }
}

/** @param weight how many times as long the first one is */
function joinSamples(one: LoadSample, other: LoadSample, weight: number): LoadSample {
  const mix = (left: number, right: number): number => (left * weight + right) / (weight + 1);
  return {
    at: other.at,
    sent: mix(one.sent, other.sent),
    received: mix(one.received, other.received),
    deleted: mix(one.deleted, other.deleted),
    p50: one.p50 === null || other.p50 === null ? (one.p50 ?? other.p50) : mix(one.p50, other.p50),
    // The worst of both: a chart must not hide a stall because the test is long.
    p99: one.p99 === null || other.p99 === null ? (one.p99 ?? other.p99) : Math.max(one.p99, other.p99),
  };
}
