/** Values by the start of their period, epoch seconds, oldest first. */
export type Series = ReadonlyMap<number, number>;

/** What an expression gives: one number, a series, or several series. */
export type Value = number | Series | readonly Series[];

export function isSeries(value: Value): value is Series {
  return value instanceof Map;
}

/** A value for each time of a series. */
export function mapSeries(series: Series, change: (value: number, at: number) => number): Series {
  return keepNumbers([...series].map(([at, value]): [number, number] => [at, change(value, at)]));
}

/** All times of several series, oldest first. */
export function listTimes(all: readonly Series[]): readonly number[] {
  return [...new Set(all.flatMap((series) => [...series.keys()]))].toSorted((one, other) => one - other);
}

/** A division by zero has no value: its point is left out (docs/metrics.md). */
export function keepNumbers(points: readonly (readonly [at: number, value: number])[]): Series {
  return new Map(points.filter(([, value]) => Number.isFinite(value)));
}
