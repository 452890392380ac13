/** One dimension of a metric, such as `QueueName` with the name of a queue. */
export interface MetricDimension {
  readonly name: string;
  readonly value: string;
}

/** What makes a metric one: CloudWatch has no other key. */
export interface MetricIdentity {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly namespace: string;
  readonly metricName: string;
  /** Sorted by name, each name once. */
  readonly dimensions: readonly MetricDimension[];
}

/** What is known of a metric in one period. */
export interface MetricPoint {
  /** When the period began, epoch ms; a multiple of the period. */
  readonly start: number;
  readonly unit: string;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How often each value came, for percentiles; undefined where only the statistics are known. */
  readonly values?: ReadonlyMap<number, number> | undefined;
}

/** Which metrics are listed; an absent member takes all. */
export interface MetricFilter {
  readonly region: string;
  readonly account: string;
  readonly namespace?: string | undefined;
  readonly metricName?: string | undefined;
  /** Metrics that have each of these; without a value: any value. */
  readonly dimensions?: readonly { readonly name: string; readonly value?: string | undefined }[] | undefined;
}

export interface ListedMetric extends MetricIdentity {
  /** When its newest finished period began, epoch ms on the broker's clock. */
  readonly newestAt: number;
}

/** Reads all metrics: those of the queues, and those that programs put. All times are of the broker's clock. */
export interface MetricReader {
  /** The metrics with data in the last two weeks, in no order that means anything. */
  list(filter: MetricFilter): Iterable<ListedMetric>;
  /**
   * The points of the periods that began at `from` or later and before `until`, the oldest first; none where there are no
   * data, because a missing point is not a zero. Made of seconds if the period is shorter than a minute, else of minutes; a
   * second or minute of a queue that has not ended is in none; what programs put is there at once. A metric with several units has a point for each in the same period.
   * @param from epoch ms; periods begin at its multiples, so it is rounded down to one
   * @param until epoch ms, exclusive
   * @param periodSeconds whole
   */
  read(identity: MetricIdentity, from: number, until: number, periodSeconds: number): readonly MetricPoint[];
}

/** One datum of PutMetricData, checked. */
export interface MetricDatum {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly unit: string;
  /** 1: kept by the second too, for 3 hours. */
  readonly resolutionSeconds: 1 | 60;
  /** What was put: values with their counts, or a set of statistics. */
  readonly samples: ReadonlyMap<number, number> | MetricStatistics;
}

export interface MetricStatistics {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Takes the metrics that programs put (PutMetricData). */
export interface MetricWriter {
  /** False: there are as many metrics as are kept, so that a new one is not. Points of known metrics are always taken. */
  put(identity: MetricIdentity, datum: MetricDatum): boolean;
}
