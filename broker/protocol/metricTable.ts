// Plain data without texts: panels bundle it too.

/** The statistics that can be read, by their names in CloudWatch. */
export const METRIC_STATISTICS = [
  'Average',
  'Maximum',
  'Minimum',
  'Sum',
  'SampleCount',
  'p50',
  'p90',
  'p99',
] as const;

export type MetricStatisticName = (typeof METRIC_STATISTICS)[number];

export type MetricUnit = 'Count' | 'Seconds' | 'Bytes';

/** A metric of a queue, as it is offered. */
export interface MetricRow {
  readonly name: string;
  readonly unit: MetricUnit;
  /** The statistic that says something about it. */
  readonly usual: MetricStatisticName;
  readonly group: 'messages' | 'age' | 'throughput' | 'size';
  /** Which queues have it; absent: all. A fair queue is a standard queue whose messages have groups. */
  readonly of?: 'fifo' | 'fair';
}

/** Of the metrics that are no counts. */
const UNITS: Readonly<Record<string, MetricUnit>> = {
  ApproximateAgeOfOldestMessage: 'Seconds',
  ApproximateAgeOfOldestMessageInQuietGroups: 'Seconds',
  SentMessageSize: 'Bytes',
};

/** The unit of a metric of a queue, by its name; what is none of these is a count. */
export function unitOfMetric(name: string): MetricUnit {
  return Object.hasOwn(UNITS, name) ? (UNITS[name] ?? 'Count') : 'Count';
}

const ROWS: readonly Omit<MetricRow, 'unit'>[] = [
  { name: 'ApproximateNumberOfMessagesVisible', usual: 'Maximum', group: 'messages' },
  { name: 'ApproximateNumberOfMessagesNotVisible', usual: 'Maximum', group: 'messages' },
  { name: 'ApproximateNumberOfMessagesDelayed', usual: 'Maximum', group: 'messages' },
  {
    name: 'ApproximateNumberOfGroupsWithInflightMessages',
    usual: 'Maximum',
    group: 'messages',
    of: 'fifo',
  },
  { name: 'ApproximateNumberOfNoisyGroups', usual: 'Maximum', group: 'messages', of: 'fair' },
  {
    name: 'ApproximateNumberOfMessagesVisibleInQuietGroups',
    usual: 'Maximum',
    group: 'messages',
    of: 'fair',
  },
  {
    name: 'ApproximateNumberOfMessagesNotVisibleInQuietGroups',
    usual: 'Maximum',
    group: 'messages',
    of: 'fair',
  },
  {
    name: 'ApproximateNumberOfMessagesDelayedInQuietGroups',
    usual: 'Maximum',
    group: 'messages',
    of: 'fair',
  },
  { name: 'ApproximateAgeOfOldestMessage', usual: 'Maximum', group: 'age' },
  {
    name: 'ApproximateAgeOfOldestMessageInQuietGroups',
    usual: 'Maximum',
    group: 'age',
    of: 'fair',
  },
  { name: 'NumberOfMessagesSent', usual: 'Sum', group: 'throughput' },
  { name: 'NumberOfMessagesReceived', usual: 'Sum', group: 'throughput' },
  { name: 'NumberOfMessagesDeleted', usual: 'Sum', group: 'throughput' },
  { name: 'NumberOfEmptyReceives', usual: 'Sum', group: 'throughput' },
  {
    name: 'NumberOfDeduplicatedSentMessages',
    usual: 'Sum',
    group: 'throughput',
    of: 'fifo',
  },
  { name: 'SentMessageSize', usual: 'Average', group: 'size' },
];

/** All metrics of queues, in the order in which they are offered; the broker's table is `broker/metrics/queueMetrics.ts`. */
export const METRIC_ROWS: readonly MetricRow[] = /* @__PURE__ */ ROWS.map((row) => ({
  ...row,
  unit: unitOfMetric(row.name),
}));
