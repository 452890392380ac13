import type { Run } from './chunk.ts';
import type { MetricPoint } from './metricReader.ts';
import { columnOfCounter, columnOfGauge, type CounterName, type GaugeName, readGauge } from './period.ts';

export const QUEUE_NAMESPACE = 'AWS/SQS';
export const QUEUE_DIMENSION = 'QueueName';

/** A metric of a queue, and where its numbers are in a period. */
export interface QueueMetric {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds' | 'Bytes';
  readonly counter?: CounterName;
  readonly gauge?: GaugeName;
  /** Which queues have it; absent: all. */
  readonly of?: 'fifo' | 'fair';
  /** It has no point where it is 0. */
  readonly isSilentAtZero?: boolean;
}

/** All metrics that Amazon SQS has (docs/metrics.md), each with the one dimension `QueueName`. */
export const QUEUE_METRICS: readonly QueueMetric[] = [
  { name: 'ApproximateNumberOfMessagesVisible', unit: 'Count', gauge: 'visible' },
  { name: 'ApproximateNumberOfMessagesNotVisible', unit: 'Count', gauge: 'inFlight' },
  { name: 'ApproximateNumberOfMessagesDelayed', unit: 'Count', gauge: 'delayed' },
  { name: 'ApproximateAgeOfOldestMessage', unit: 'Seconds', gauge: 'age' },
  { name: 'NumberOfMessagesSent', unit: 'Count', counter: 'sent' },
  { name: 'NumberOfMessagesReceived', unit: 'Count', counter: 'received' },
  { name: 'NumberOfMessagesDeleted', unit: 'Count', counter: 'deleted' },
  { name: 'NumberOfEmptyReceives', unit: 'Count', counter: 'emptyReceives' },
  { name: 'SentMessageSize', unit: 'Bytes', gauge: 'size' },
  {
    name: 'ApproximateNumberOfGroupsWithInflightMessages',
    unit: 'Count',
    gauge: 'inFlightGroups',
    of: 'fifo',
  },
  {
    name: 'NumberOfDeduplicatedSentMessages',
    unit: 'Count',
    counter: 'deduplicated',
    of: 'fifo',
    isSilentAtZero: true,
  },
  { name: 'ApproximateNumberOfNoisyGroups', unit: 'Count', gauge: 'noisyGroups', of: 'fair' },
  {
    name: 'ApproximateNumberOfMessagesVisibleInQuietGroups',
    unit: 'Count',
    gauge: 'quietVisible',
    of: 'fair',
  },
  {
    name: 'ApproximateNumberOfMessagesNotVisibleInQuietGroups',
    unit: 'Count',
    gauge: 'quietInFlight',
    of: 'fair',
  },
  {
    name: 'ApproximateNumberOfMessagesDelayedInQuietGroups',
    unit: 'Count',
    gauge: 'quietDelayed',
    of: 'fair',
  },
  { name: 'ApproximateAgeOfOldestMessageInQuietGroups', unit: 'Seconds', gauge: 'quietAge', of: 'fair' },
];

/** Equal numbers of a metric in periods that follow each other. */
interface Reading {
  readonly start: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly samples: number;
  /** By how much all values rise from a period to the next. */
  readonly rise: number;
}

function readRun(
  { counter, gauge, isSilentAtZero }: QueueMetric,
  run: Run,
  periodMs: number,
): Reading | undefined {
  const { start, count, period } = run;
  if (counter !== undefined) {
    const sum = period[columnOfCounter(counter)] as number;
    if (sum === 0 && isSilentAtZero === true) return undefined;
    return { start, count, sum, minimum: sum, maximum: sum, samples: 1, rise: 0 };
  }
  if (gauge === undefined) return undefined;
  const read = readGauge(period, columnOfGauge(gauge));
  if (read.samples === 0) return undefined;
  const rise = gauge === 'age' || gauge === 'quietAge' ? periodMs / 1000 : 0;
  return { start, count, ...read, rise };
}

interface OpenPoint {
  sampleCount: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** Undefined: only the statistics are known. */
  values: Map<number, number> | undefined;
}

/**
 * The points of a metric in periods of another length, oldest first.
 * @param periodMs of the runs
 * @param pointMs a multiple of it
 */
export function makePoints(
  metric: QueueMetric,
  runs: Iterable<Run>,
  periodMs: number,
  pointMs: number,
): MetricPoint[] {
  const points = new Map<number, OpenPoint>();
  for (const run of runs) {
    const reading = readRun(metric, run, periodMs);
    if (reading === undefined) continue;
    for (let index = 0; index < reading.count; ) {
      const at = reading.start + index * periodMs;
      const start = Math.floor(at / pointMs) * pointMs;
      const count = Math.min(reading.count - index, Math.ceil((start + pointMs - at) / periodMs));
      let point = points.get(start);
      if (point === undefined) {
        point = { sampleCount: 0, sum: 0, minimum: Infinity, maximum: -Infinity, values: new Map() };
        points.set(start, point);
      }
      addReading(point, reading, index, count);
      index += count;
    }
  }
  return [...points]
    .map(([start, point]) => ({ start, unit: metric.unit, ...point }))
    .sort((one, other) => one.start - other.start);
}

function addReading(point: OpenPoint, reading: Reading, index: number, count: number): void {
  const { sum, minimum, maximum, samples, rise } = reading;
  const last = index + count - 1;
  point.sampleCount += samples * count;
  point.sum += sum * count + (samples * rise * count * (index + last)) / 2;
  point.minimum = Math.min(point.minimum, minimum + index * rise);
  point.maximum = Math.max(point.maximum, maximum + last * rise);
  if (minimum !== maximum) point.values = undefined;
  const { values } = point;
  if (values === undefined) return;
  const steps = rise === 0 ? 1 : count;
  for (let step = 0; step < steps; step++) {
    const value = minimum + (index + step) * rise;
    values.set(value, (values.get(value) ?? 0) + (samples * count) / steps);
  }
}
