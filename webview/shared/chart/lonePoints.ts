import type uPlot from 'uplot';

/** For the points of a series: those without a neighbour, as no line leads to them. */
export function listLonePoints(plot: uPlot, series: number, isShown: boolean): number[] | null {
  // All are shown.
  if (isShown) return null;
  const values = plot.data[series] ?? [];
  const lone: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const isLone = (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
    if (isLone && (values[index] ?? null) !== null) lone.push(index);
  }
  return lone;
}
