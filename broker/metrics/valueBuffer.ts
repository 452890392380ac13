import type { MetricIdentity, MetricWriter } from './metricReader.ts';

/** Of one metric in one buffer; more are put at once. */
const MAXIMUM_VALUES = 150;
const MINUTE_MS = 60_000;

/** A metric that the broker measures itself, and the unit of its values. */
export interface MeasuredMetric extends MetricIdentity {
  readonly unit: string;
}

/**
 * Gathers values that come one by one, and puts those of one minute together: a datum costs much more than a value. What is
 * gathered is put by {@link flush}, and when the next minute begins.
 */
export class ValueBuffer {
  private readonly writer: MetricWriter;
  private readonly values = new Map<MeasuredMetric, Map<number, number>>();
  /** When the minute began that all values are of, epoch ms. */
  private minute = Number.NEGATIVE_INFINITY;

  constructor(writer: MetricWriter) {
    this.writer = writer;
  }

  /** @param metric the same object for each of its values. @param at epoch ms on the broker's clock */
  add(metric: MeasuredMetric, value: number, at: number): void {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    if (minute !== this.minute) this.flush();
    this.minute = minute;
    let counts = this.values.get(metric);
    if (counts === undefined) {
      counts = new Map();
      this.values.set(metric, counts);
    }
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size >= MAXIMUM_VALUES) this.flush();
  }

  flush(): void {
    for (const [metric, samples] of this.values) {
      const { unit, ...identity } = metric;
      this.writer.put(identity, { at: this.minute, unit, resolutionSeconds: 60, samples });
    }
    this.values.clear();
  }
}
