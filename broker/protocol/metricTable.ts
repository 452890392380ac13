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

/** All metrics of queues, in the order in which they are offered; the broker's table is `broker/metrics/queueMetrics.ts`. */
export const METRIC_ROWS: readonly MetricRow[] = [
  { name: 'ApproximateNumberOfMessagesVisible', unit: 'Count', usual: 'Maximum', group: 'messages' },
  { name: 'ApproximateNumberOfMessagesNotVisible', unit: 'Count', usual: 'Maximum', group: 'messages' },
  { name: 'ApproximateNumberOfMessagesDelayed', unit: 'Count', usual: 'Maximum', group: 'messages' },
  {
    name: 'ApproximateNumberOfGroupsWithInflightMessages',
    unit: 'Count',
    usual: 'Maximum',
    group: 'messages',
    of: 'fifo',
  },
  { name: 'ApproximateNumberOfNoisyGroups', unit: 'Count', usual: 'Maximum', group: 'messages', of: 'fair' },
  {
    name: 'ApproximateNumberOfMessagesVisibleInQuietGroups',
    unit: 'Count',
    usual: 'Maximum',
    group: 'messages',
    of: 'fair',
  },
  {
    name: 'ApproximateNumberOfMessagesNotVisibleInQuietGroups',
    unit: 'Count',
    usual: 'Maximum',
    group: 'messages',
    of: 'fair',
  },
  {
    name: 'ApproximateNumberOfMessagesDelayedInQuietGroups',
    unit: 'Count',
    usual: 'Maximum',
    group: 'messages',
    of: 'fair',
  },
  { name: 'ApproximateAgeOfOldestMessage', unit: 'Seconds', usual: 'Maximum', group: 'age' },
  {
    name: 'ApproximateAgeOfOldestMessageInQuietGroups',
    unit: 'Seconds',
    usual: 'Maximum',
    group: 'age',
    of: 'fair',
  },
  { name: 'NumberOfMessagesSent', unit: 'Count', usual: 'Sum', group: 'throughput' },
  { name: 'NumberOfMessagesReceived', unit: 'Count', usual: 'Sum', group: 'throughput' },
  { name: 'NumberOfMessagesDeleted', unit: 'Count', usual: 'Sum', group: 'throughput' },
  { name: 'NumberOfEmptyReceives', unit: 'Count', usual: 'Sum', group: 'throughput' },
  {
    name: 'NumberOfDeduplicatedSentMessages',
    unit: 'Count',
    usual: 'Sum',
    group: 'throughput',
    of: 'fifo',
  },
  { name: 'SentMessageSize', unit: 'Bytes', usual: 'Average', group: 'size' },
];
