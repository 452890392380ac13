import type { MetricPoint } from './metricReader.ts';

/** The statistics that every point has, in the order of the service's list. */
export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type PlainStatistic = (typeof STATISTICS)[number];

/** A statistic of the values themselves: a percentile, or a mean, count or sum of those below one. */
export interface ExtendedStatistic {
  readonly kind: 'percentile' | 'trimmedMean' | 'trimmedCount' | 'trimmedSum' | 'winsorizedMean';
  /** Percent, 0 to 100. */
  readonly from: number;
  readonly to: number;
}

export type Statistic = PlainStatistic | ExtendedStatistic;

const KINDS = {
  p: 'percentile',
  tm: 'trimmedMean',
  tc: 'trimmedCount',
  ts: 'trimmedSum',
  wm: 'winsorizedMean',
} as const;
const EXTENDED = /^(p|tm|tc|ts|wm)(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** Reads `Average`, `p95`, `tm90` and the like; undefined for what is no statistic. */
export function parseStatistic(text: string): Statistic | undefined {
  const plain = STATISTICS.find((name) => name === text);
  if (plain !== undefined) return plain;
  if (text === 'IQM') return { kind: 'trimmedMean', from: 25, to: 75 };
  const [, kind, percent] = EXTENDED.exec(text) ?? [];
  if (kind === undefined) return undefined;
  return { kind: KINDS[kind as keyof typeof KINDS], from: 0, to: Number(percent) };
}

/** Undefined where the values are not known, as of a set of statistics, or cannot have it: negative values have no percentile. */
export function readStatistic(point: MetricPoint, statistic: Statistic): number | undefined {
  switch (statistic) {
    case 'SampleCount':
      return point.sampleCount;
    case 'Average':
      return point.sampleCount === 0 ? undefined : point.sum / point.sampleCount;
    case 'Sum':
      return point.sum;
    case 'Minimum':
      return point.minimum;
    case 'Maximum':
      return point.maximum;
    default:
      return readExtended(point, statistic);
  }
}

function readExtended(point: MetricPoint, { kind, from, to }: ExtendedStatistic): number | undefined {
  const values = listValues(point);
  if (values === undefined || point.minimum < 0) return undefined;
  const count = values.reduce((sum, [, times]) => sum + times, 0);
  if (count === 0) return undefined;
  if (kind === 'percentile') return findPercentile(values, count, to);
  const kept = cut(values, (count * from) / 100, (count * to) / 100);
  const keptCount = kept.reduce((sum, [, times]) => sum + times, 0);
  const sum = kept.reduce((total, [value, times]) => total + value * times, 0);
  switch (kind) {
    case 'trimmedCount':
      return keptCount;
    case 'trimmedSum':
      return sum;
    case 'trimmedMean':
      return keptCount === 0 ? undefined : sum / keptCount;
    case 'winsorizedMean': {
      // Values above the limit count as much as the limit.
      const limit = kept.at(-1)?.[0];
      return limit === undefined ? undefined : (sum + limit * (count - keptCount)) / count;
    }
  }
}

type CountedValues = readonly (readonly [value: number, times: number])[];

/** By size. A point whose values are all equal needs no list of them. */
function listValues({ values, minimum, maximum, sampleCount }: MetricPoint): CountedValues | undefined {
  if (values !== undefined) return [...values].toSorted(([one], [other]) => one - other);
  return minimum === maximum ? [[minimum, sampleCount]] : undefined;
}

/** The smallest value that so many percent of all values do not exceed. */
function findPercentile(values: CountedValues, count: number, percent: number): number | undefined {
  const rank = (count * percent) / 100;
  let seen = 0;
  for (const [value, times] of values) {
    seen += times;
    if (seen >= rank) return value;
  }
  return values.at(-1)?.[0];
}

/** The values between two ranks; a value at a border is there in part. */
function cut(values: CountedValues, from: number, to: number): CountedValues {
  let seen = 0;
  const kept: [number, number][] = [];
  for (const [value, times] of values) {
    const part = Math.min(seen + times, to) - Math.max(seen, from);
    if (part > 0) kept.push([value, part]);
    seen += times;
  }
  return kept;
}

/** One point made of several; none for none. */
export function joinPoints(points: readonly MetricPoint[], start: number): MetricPoint | undefined {
  const [first] = points;
  if (first === undefined) return undefined;
  let { sampleCount, sum, minimum, maximum } = {
    sampleCount: 0,
    sum: 0,
    minimum: Infinity,
    maximum: -Infinity,
  };
  let values: Map<number, number> | undefined = new Map();
  for (const point of points) {
    sampleCount += point.sampleCount;
    sum += point.sum;
    minimum = Math.min(minimum, point.minimum);
    maximum = Math.max(maximum, point.maximum);
    const listed: CountedValues | undefined = listValues(point);
    if (listed === undefined) values = undefined;
    if (values !== undefined)
      for (const [value, times] of listed ?? []) values.set(value, (values.get(value) ?? 0) + times);
  }
  return { start, unit: first.unit, sampleCount, sum, minimum, maximum, values };
}
