import { queueNameOf } from '../shared/queueName.ts';
import type { MetricsReading } from '../metricsProtocol.ts';
import type { TableRow } from '../protocol.ts';
import type { ChosenLine } from './metricsChoice.ts';

/** What the chart draws, and the table lists: the points by period. */
export interface MetricPlot {
  readonly lines: readonly ChosenLine[];
  readonly reading: MetricsReading;
  /** Starts of the periods, epoch ms, rising. */
  readonly times: readonly number[];
  /** Of each line; null: no point, which is not a zero. */
  readonly values: readonly (readonly (number | null)[])[];
}

export function makePlot(lines: readonly ChosenLine[], reading: MetricsReading): MetricPlot {
  const values = lines.map((_, index) => reading.lines[index]?.values ?? []);
  const count = Math.max(0, ...values.map(({ length }) => length));
  const times = Array.from(
    { length: count },
    (_, index) => reading.start + index * reading.periodSeconds * 1000,
  );
  return { lines, reading, times, values };
}

export function isEmpty({ values }: MetricPlot): boolean {
  return values.every((line) => line.every((value) => value === null));
}

/** The newest period in which any line has a point; undefined: none. */
export function findNewest({ times, values }: MetricPlot): number | undefined {
  for (let index = times.length - 1; index >= 0; index--)
    if (values.some((line) => (line[index] ?? null) !== null)) return index;
  return undefined;
}

/** The whole name of a line. */
export function nameLine({ queueArn, metric, statistic }: ChosenLine): string {
  return `${queueNameOf(queueArn)} ${metric.name} ${statistic}`;
}

/** The names of lines by what differs between them, and what they have in common: the queue is in the title. */
export interface LineNames {
  readonly common: readonly string[];
  readonly lines: readonly string[];
}

export function nameLines(lines: readonly ChosenLine[]): LineNames {
  const parts = lines.map(({ queueArn, metric, statistic }) => [
    queueNameOf(queueArn),
    metric.name,
    statistic,
  ]);
  const differs = [0, 1, 2].map((part) => new Set(parts.map((names) => names[part])).size > 1);
  // A single line is called by its metric.
  if (!differs.includes(true)) differs[1] = true;
  const [first = []] = parts;
  return {
    common: first.filter((_, part) => part > 0 && differs[part] === false),
    lines: parts.map((names) => names.filter((_, part) => differs[part]).join(' ')),
  };
}

/** The periods in which any line has a point, for a file: times in UTC, numbers as they are, nothing where there is no point. */
export function listRows({ lines, times, values }: MetricPlot): readonly TableRow[] {
  const head = ['Time', ...lines.map((line) => `${nameLine(line)} (${line.unit})`)];
  const rows = times.map((time, index) => [
    new Date(time).toISOString(),
    ...values.map((line) => line[index]?.toString() ?? ''),
  ]);
  return [head, ...rows.filter(([, ...cells]) => cells.some((cell) => cell !== ''))];
}
