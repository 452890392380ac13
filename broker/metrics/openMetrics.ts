import { groupByMetric, type MetricFamily, type MetricReading, type QueueReading } from './queueReading.ts';
import { QUEUE_NAMESPACE, type QueueMetric } from './queueMetrics.ts';

export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

const TYPES: Readonly<Record<MetricReading['kind'], string>> = {
  total: 'counter',
  level: 'gauge',
  values: 'summary',
};

/** The name of a metric as Prometheus has it: `aws_sqs_sent_message_size_bytes`. */
export function nameOpenMetric({ name, unit }: QueueMetric): string {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_');
  const prefix = QUEUE_NAMESPACE.replace('/', '_');
  return `${prefix}_${words}${unit === 'Count' ? '' : `_${unit}`}`.toLowerCase();
}

/**
 * Writes what queues say now as OpenMetrics text, version 1.0.0.
 * @param leftOut so many queues are not in it
 */
export function writeOpenMetrics(readings: readonly QueueReading[], leftOut: number): string {
  const lines: string[] = [];
  const labels = new Map(readings.map((reading) => [reading, writeLabels(reading)]));
  for (const family of groupByMetric(readings)) writeFamily(lines, family, labels);
  const omitted = 'queueside_queues_left_out';
  lines.push(
    `# TYPE ${omitted} gauge`,
    `# HELP ${omitted} Queues that are not shown because there are too many.`,
    `${omitted} ${leftOut}`,
    '# EOF',
    '',
  );
  return lines.join('\n');
}

function writeFamily(
  lines: string[],
  { metric, readings }: MetricFamily,
  labels: ReadonlyMap<QueueReading, string>,
): void {
  const name = nameOpenMetric(metric);
  const [[, { kind }]] = readings as unknown as readonly [MetricFamily['readings'][number]];
  lines.push(`# TYPE ${name} ${TYPES[kind]}`);
  if (metric.unit !== 'Count') lines.push(`# UNIT ${name} ${metric.unit.toLowerCase()}`);
  lines.push(`# HELP ${name} ${metric.name} of ${QUEUE_NAMESPACE}.`);
  for (const [reading, read] of readings) {
    const of = labels.get(reading) ?? '';
    if (read.kind === 'values')
      lines.push(`${name}_count${of} ${read.count}`, `${name}_sum${of} ${read.sum}`);
    else lines.push(`${name}${read.kind === 'total' ? '_total' : ''}${of} ${read.value}`);
  }
}

function writeLabels({ queue }: QueueReading): string {
  const { region, account, name } = queue;
  const labels = Object.entries({ account, queue: name, region });
  return `{${labels.map(([label, value]) => `${label}="${escapeLabel(value)}"`).join(',')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function escapeLabel(value: string): string {
  return value.replaceAll(/[\\"\n]/g, (character) => ESCAPES[character] as string);
}
