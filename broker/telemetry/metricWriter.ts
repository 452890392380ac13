import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type MetricDescriptor,
} from '@opentelemetry/sdk-metrics';
import { groupByMetric, type MetricFamily, type QueueReading } from '../metrics/queueReading.ts';
import type { QueueMetric } from '../metrics/queueMetrics.ts';

const UNITS: Readonly<Record<QueueMetric['unit'], string>> = { Count: '1', Seconds: 's', Bytes: 'By' };

/** What queues say, as OpenTelemetry has it: counters are sums since the queue is measured, sizes a histogram of one bucket. */
export function writeMetrics(readings: readonly QueueReading[]): MetricData[] {
  const attributes = new Map(readings.map((reading) => [reading, describeQueue(reading)]));
  return [...groupByMetric(readings)].map((family) => writeMetric(family, attributes));
}

export function countPoints(metrics: readonly MetricData[]): number {
  return metrics.reduce((sum, { dataPoints }) => sum + dataPoints.length, 0);
}

function writeMetric(
  { metric, readings }: MetricFamily,
  attributesOf: ReadonlyMap<QueueReading, Attributes>,
): MetricData {
  const common = {
    descriptor: describeMetric(metric),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  const placeOf = (reading: QueueReading) => ({
    attributes: attributesOf.get(reading) ?? {},
    startTime: toHrTime(reading.since ?? reading.at),
    endTime: toHrTime(reading.at),
  });
  if (metric.gauge === 'size') {
    const dataPoints = readings.flatMap(([reading, read]) => {
      if (read.kind !== 'values') return [];
      const { count, sum } = read;
      return [{ ...placeOf(reading), value: { buckets: { boundaries: [], counts: [count] }, count, sum } }];
    });
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = readings.flatMap(([reading, read]) =>
    read.kind === 'values' ? [] : [{ ...placeOf(reading), value: read.value }],
  );
  return metric.counter === undefined
    ? { ...common, dataPointType: DataPointType.GAUGE, dataPoints }
    : { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
}

/** `aws.sqs.number_of_messages_sent`. */
function describeMetric({ name, unit }: QueueMetric): MetricDescriptor {
  return {
    name: `aws.sqs.${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}`,
    description: `${name} of AWS/SQS.`,
    unit: UNITS[unit],
    valueType: ValueType.INT,
  };
}

function describeQueue({ queue }: QueueReading): Attributes {
  return {
    'messaging.system': 'aws_sqs',
    'messaging.destination.name': queue.name,
    'cloud.region': queue.region,
    'cloud.account.id': queue.account,
  };
}

function toHrTime(at: number): HrTime {
  return [Math.floor(at / 1000), (at % 1000) * 1_000_000];
}
