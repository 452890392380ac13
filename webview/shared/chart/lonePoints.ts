import type uPlot from 'uplot';

/** For the points of a series: those without a neighbour, as no line leads to them. */
export function listLonePoints(plot: uPlot, series: number, isShown: boolean): number[] | null {
  // All are shown.
  if (isShown) return null;
  const values = plot.data[series] ?? [];
  const lone: number[] = [];
  for (let index = 0; index < values.length; index++) {
    if ((values[index] ?? null) === null) continue;
    const before = findNeighbour(values, index, -1);
    if (before === null && findNeighbour(values, index, 1) === null) lone.push(index);
  }
  return lone;
}

/** A line goes through where a value is undefined. */
function findNeighbour(
  values: ArrayLike<number | null | undefined>,
  from: number,
  step: 1 | -1,
): number | null {
  for (let index = from + step; index >= 0 && index < values.length; index += step) {
    const value = values[index];
    if (value !== undefined) return value;
  }
  return null;
}
