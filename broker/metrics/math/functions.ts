import { isSeries, keepNumbers, listTimes, mapSeries, type Series, type Value } from './series.ts';
import { MathError } from './tokens.ts';

/** What a request has, for functions that are about it. */
export interface MathContext {
  /** s. */
  readonly periodSeconds: number;
  /** The starts of all periods from the first to the last, epoch s. */
  readonly times: readonly number[];
  /** The metrics of the request; not its expressions. */
  readonly metrics: readonly Series[];
}

type MathFunction = (args: readonly Value[], context: MathContext, words: readonly string[]) => Value;

/** The functions of metric math that are served, by name (docs/metrics.md). */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: ([value]) => mapEach(value, Math.abs),
  CEIL: ([value]) => mapEach(value, Math.ceil),
  FLOOR: ([value]) => mapEach(value, Math.floor),
  AVG: ([value]) => aggregate(value, (values) => sumOf(values) / values.length),
  MAX: ([value]) => aggregate(value, (values) => values.reduce((most, each) => Math.max(most, each))),
  MIN: ([value]) => aggregate(value, (values) => values.reduce((least, each) => Math.min(least, each))),
  SUM: ([value]) => aggregate(value, sumOf),
  METRIC_COUNT: ([value]) => (value === undefined || typeof value === 'number' ? 1 : toList(value).length),
  METRICS: (_args, { metrics }) => metrics,
  PERIOD: (_args, { periodSeconds }) => periodSeconds,
  RUNNING_SUM: ([value]) => mapEachSeries(value, addUp),
  DIFF: ([value]) => mapEachSeries(value, (series) => compareNeighbours(series, (change) => change)),
  RATE: ([value]) =>
    mapEachSeries(value, (series) => compareNeighbours(series, (change, seconds) => change / seconds)),
  FILL: ([value, filler], { times }, [, word]) =>
    mapEachSeries(value, (series) => fill(series, times, filler, word)),
  IF: ([condition, yes, no]) => choose(condition, yes, no),
};

/** How many arguments a function takes. */
export const ARGUMENT_COUNTS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  METRICS: [0, 0],
  FILL: [2, 2],
  IF: [2, 3],
};
export const ONE_ARGUMENT = [1, 1] as const;

function toList(value: Series | readonly Series[]): readonly Series[] {
  return isSeries(value) ? [value] : value;
}

function mapEach(value: Value = 0, change: (value: number) => number): Value {
  if (typeof value === 'number') return change(value);
  return mapEachSeries(value, (series) => mapSeries(series, change));
}

function mapEachSeries(value: Value = 0, change: (series: Series) => Series): Value {
  if (typeof value === 'number') throw new MathError('A number was given where a time series is needed.');
  return isSeries(value) ? change(value) : value.map(change);
}

/** Of one series a number over the whole time; of several a series of what they have at each time. */
function aggregate(value: Value = 0, combine: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') return value;
  if (isSeries(value)) return value.size === 0 ? new Map() : combine([...value.values()]);
  return keepNumbers(
    listTimes(value).map((at): [number, number] => {
      const values = value.map((series) => series.get(at)).filter((each) => each !== undefined);
      return [at, combine(values)];
    }),
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}

function addUp(series: Series): Series {
  let sum = 0;
  return mapSeries(series, (value) => (sum += value));
}

/** From each point to the next; the first has none before it. */
function compareNeighbours(series: Series, give: (change: number, seconds: number) => number): Series {
  const points = [...series];
  return keepNumbers(
    points.slice(1).map(([at, value], index): [number, number] => {
      const [atBefore, before] = points[index] as [number, number];
      return [at, give(value - before, at - atBefore)];
    }),
  );
}

/** @param word `REPEAT` or `LINEAR`; a number in its place is written into each gap */
function fill(
  series: Series,
  times: readonly number[],
  filler: Value | undefined,
  word: string | undefined,
): Series {
  if (typeof filler === 'number') return keepNumbers(times.map((at) => [at, series.get(at) ?? filler]));
  if (word === 'REPEAT') {
    let last: number | undefined;
    return keepNumbers(times.map((at) => [at, (last = series.get(at) ?? last) ?? Number.NaN]));
  }
  if (word !== 'LINEAR') throw new MathError('FILL needs a number, REPEAT or LINEAR.');
  const points = [...series];
  // Times and points rise: each point is passed once.
  let after = 0;
  return keepNumbers(
    times.map((at): [number, number] => {
      while ((points[after]?.[0] ?? Infinity) <= at) after++;
      return [at, series.get(at) ?? interpolate(points[after - 1], points[after], at)];
    }),
  );
}

type Point = readonly [at: number, value: number];

/** NaN before the first point and after the last. */
function interpolate(one: Point | undefined, other: Point | undefined, at: number): number {
  if (one === undefined || other === undefined) return Number.NaN;
  return one[1] + ((other[1] - one[1]) * (at - one[0])) / (other[0] - one[0]);
}

/** Where the condition has no value, neither has the result; nor where what was chosen has none. */
function choose(condition: Value = 0, yes: Value = 0, no?: Value): Value {
  const valueAt = (value: Value | undefined, at: number): number => {
    if (value === undefined) return Number.NaN;
    if (typeof value === 'number') return value;
    if (isSeries(value)) return value.get(at) ?? Number.NaN;
    throw new MathError('IF takes one time series, not several.');
  };
  if (typeof condition === 'number') {
    const chosen = condition === 0 ? no : yes;
    return chosen ?? new Map();
  }
  if (!isSeries(condition)) throw new MathError('IF takes one time series, not several.');
  return keepNumbers([...condition].map(([at, value]) => [at, valueAt(value === 0 ? no : yes, at)]));
}
