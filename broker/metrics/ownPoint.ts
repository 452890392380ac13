import type { MetricDatum, MetricPoint, MetricStatistics } from './metricReader.ts';

/** More different values than this are not kept apart: percentiles of that period are not known then. */
const MAXIMUM_VALUES = 500;
const POINT_BYTES = 160;
const VALUE_BYTES = 40;

/** What programs put for one period, added up. */
export interface OwnPoint {
  sampleCount: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** How often each value came; undefined: only the statistics are known. */
  values: Map<number, number> | undefined;
}

export function startOwnPoint(): OwnPoint {
  return { sampleCount: 0, sum: 0, minimum: Infinity, maximum: -Infinity, values: new Map() };
}

/** Roughly what it takes of the memory. */
export function measurePoint({ values }: OwnPoint): number {
  return POINT_BYTES + VALUE_BYTES * (values?.size ?? 0);
}

export function addDatum(point: OwnPoint, { samples }: Pick<MetricDatum, 'samples'>): void {
  if (isValues(samples)) addValues(point, samples);
  else {
    addStatistics(point, samples);
    point.values = undefined;
  }
}

/** Adds a point of a shorter period to that of a longer one. */
export function addPoint(to: OwnPoint, from: OwnPoint): void {
  if (from.values !== undefined) addValues(to, from.values);
  else {
    addStatistics(to, from);
    to.values = undefined;
  }
}

export function describePoint(start: number, unit: string, point: OwnPoint): MetricPoint {
  return { start, unit, ...point };
}

function isValues(samples: MetricDatum['samples']): samples is ReadonlyMap<number, number> {
  return samples instanceof Map;
}

function addStatistics(point: OwnPoint, { sampleCount, sum, minimum, maximum }: MetricStatistics): void {
  point.sampleCount += sampleCount;
  point.sum += sum;
  point.minimum = Math.min(point.minimum, minimum);
  point.maximum = Math.max(point.maximum, maximum);
}

function addValues(point: OwnPoint, samples: ReadonlyMap<number, number>): void {
  for (const [value, count] of samples) {
    addStatistics(point, { sampleCount: count, sum: value * count, minimum: value, maximum: value });
    point.values?.set(value, (point.values.get(value) ?? 0) + count);
  }
  if ((point.values?.size ?? 0) > MAXIMUM_VALUES) point.values = undefined;
}
