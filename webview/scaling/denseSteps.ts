import type uPlot from 'uplot';

/** A piece of the chart in which a line changes so often that its steps are one solid block. */
export interface DenseRun {
  /** One after the other, px from the left. */
  readonly columns: readonly DenseColumn[];
}

interface DenseColumn {
  readonly fromPx: number;
  readonly toPx: number;
  /** Values, that which holds at its beginning included. */
  readonly low: number;
  readonly high: number;
}

const COLUMN_PX = 8;
/** In a column: steps are closer than 4 px. */
const FEWEST_CHANGES = 2;
/** A line that goes up and down once is drawn as it is. */
const FEWEST_COLUMNS = 3;

/**
 * Where a line that holds its value until the next changes too often for its steps to be told apart.
 * @param places px from the left, rising @param values at these places; absent: the line does not begin there
 */
export function findDenseRuns(
  places: readonly number[],
  values: readonly (number | null | undefined)[],
): readonly DenseRun[] {
  const runs: DenseColumn[][] = [];
  let run: DenseColumn[] = [];
  let value: number | undefined;
  let column = Number.NaN;
  let held: number[] = [];
  let changes = 0;
  const end = (): void => {
    if (changes >= FEWEST_CHANGES)
      run.push({
        fromPx: column * COLUMN_PX,
        toPx: (column + 1) * COLUMN_PX,
        low: Math.min(...held),
        high: Math.max(...held),
      });
    else {
      runs.push(run);
      run = [];
    }
  };
  places.forEach((place, index) => {
    const next = Math.floor(place / COLUMN_PX);
    if (next !== column) {
      end();
      if (next !== column + 1) {
        runs.push(run);
        run = [];
      }
      [column, held, changes] = [next, value === undefined ? [] : [value], 0];
    }
    const here = values[index] ?? undefined;
    if (here === undefined || here === value) return;
    if (value !== undefined) changes += 1;
    value = here;
    held.push(here);
  });
  end();
  runs.push(run);
  return runs.filter(({ length }) => length >= FEWEST_COLUMNS).map((columns) => ({ columns }));
}

/** Draws steps, but an area from the lowest to the highest value where there are too many of them. */
export function makeStepPaths(
  steps: uPlot.Series.PathBuilder,
  onDense: (isDense: boolean, series: number) => void,
): uPlot.Series.PathBuilder {
  return (plot, series, from, to) => {
    const scale = plot.series[series]?.scale ?? 'y';
    const ratio = devicePixelRatio;
    const places = Array.from(plot.data[0].slice(from, to + 1), (time) => plot.valToPos(time, 'x'));
    const values = [...(plot.data[series] ?? [])].slice(from, to + 1);
    const runs = findDenseRuns(places, values);
    onDense(runs.length > 0, series);
    if (runs.length === 0) {
      const paths = steps(plot, series, from, to);
      // Steps alone are not filled down to the 0.
      return paths && { ...paths, fill: null };
    }
    const stroke = new Path2D();
    const fill = new Path2D();
    const toX = (px: number): number => plot.bbox.left + px * ratio;
    const toY = (value: number): number => plot.valToPos(value, scale, true);
    for (const { columns } of runs) drawRun(columns, { stroke, fill, toX, toY });
    drawSteps(places, values, runs, { stroke, toX, toY });
    return { stroke, fill, clip: null, band: null, gaps: [], flags: 0 };
  };
}

interface Pen {
  readonly stroke: Path2D;
  readonly toX: (px: number) => number;
  readonly toY: (value: number) => number;
}

function drawRun(
  columns: readonly DenseColumn[],
  { stroke, fill, toX, toY }: Pen & { readonly fill: Path2D },
): void {
  for (const { fromPx, toPx, low, high } of columns)
    fill.rect(toX(fromPx), toY(high), toX(toPx) - toX(fromPx), toY(low) - toY(high));
  for (const edge of ['high', 'low'] as const)
    columns.forEach((column, index) => {
      if (index === 0) stroke.moveTo(toX(column.fromPx), toY(column[edge]));
      else stroke.lineTo(toX(column.fromPx), toY(column[edge]));
      stroke.lineTo(toX(column.toPx), toY(column[edge]));
    });
}

/** The steps before, between and behind the runs. */
function drawSteps(
  places: readonly number[],
  values: readonly (number | null | undefined)[],
  runs: readonly DenseRun[],
  { stroke, toX, toY }: Pen,
): void {
  const bounds = runs.map(({ columns }) => ({
    fromPx: columns[0]?.fromPx ?? 0,
    toPx: columns.at(-1)?.toPx ?? 0,
  }));
  let held: number | undefined;
  let inside: { readonly fromPx: number; readonly toPx: number } | undefined;
  places.forEach((place, index) => {
    const value = values[index] ?? undefined;
    const run = bounds.find(({ fromPx, toPx }) => place >= fromPx && place < toPx);
    if (run !== inside) {
      if (held !== undefined && inside !== undefined) stroke.moveTo(toX(inside.toPx), toY(held));
      if (held !== undefined && run !== undefined) stroke.lineTo(toX(run.fromPx), toY(held));
      inside = run;
    }
    if (value === undefined) return;
    if (run === undefined) {
      if (held === undefined) stroke.moveTo(toX(place), toY(value));
      else {
        stroke.lineTo(toX(place), toY(held));
        stroke.lineTo(toX(place), toY(value));
      }
    }
    held = value;
  });
}
