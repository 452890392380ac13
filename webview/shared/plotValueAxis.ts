import type uPlot from 'uplot';
import type { ThemeColors } from './themeColors.ts';

/** From a mark of a value to the next. */
export const SMALLEST_MARK_PX = 26;
const MOST_MARKS = 7;
/** Between the marks of values and the chart. */
export const VALUE_GAP_PX = 6;

/** The distance of marks with which no more than `marks` of them lead from 0 to a value, or above it. */
export function chooseIncrement(high: number, increments: readonly number[], marks: number): number {
  // Rounding must not add a mark.
  const fits = (increment: number): boolean => high / increment <= marks + 1e-9;
  const usual = increments.find(fits);
  if (usual !== undefined) return usual;
  const last = increments.at(-1) ?? 1;
  return last * Math.ceil(high / last / marks);
}

/** How many marks a chart has over its 0: more are not read. @param heightPx of the plot */
export function countMarks(heightPx: number): number {
  return Math.max(1, Math.min(MOST_MARKS, Math.floor(heightPx / SMALLEST_MARK_PX)));
}

/** The lowest mark that is below neither 1 nor the highest point: above the last mark, a value could only be guessed. */
export function topAtMark(high: number, increments: readonly number[], marks: number): number {
  const least = Math.max(1, high);
  const increment = chooseIncrement(least, increments, marks);
  return Math.ceil(least / increment - 1e-9) * increment;
}

/**
 * The axis of values at the left of a plot. @param increments distances of the marks @param count marks over the 0, as many
 * as its range has been chosen for, by the height of the plot in px
 */
export function makeValueAxis(
  colors: Pick<ThemeColors, 'text' | 'font' | 'grid'>,
  formatTicks: (values: readonly number[]) => readonly string[],
  increments: readonly number[],
  count: (heightPx: number) => number = countMarks,
): uPlot.Axis {
  return {
    stroke: colors.text,
    font: colors.font,
    // As wide as the widest mark, so that none is cut.
    size: (plot, values) => {
      plot.ctx.save();
      plot.ctx.font = colors.font;
      const widths = (values ?? []).map((text) => plot.ctx.measureText(text).width);
      plot.ctx.restore();
      return Math.ceil(Math.max(24, ...widths)) + 2 * VALUE_GAP_PX;
    },
    gap: VALUE_GAP_PX,
    incrs: [...increments],
    values: (_plot, splits) => [...formatTicks(splits)],
    grid: { stroke: colors.grid, width: 1 },
    ticks: { show: false },
    // Rounding must not remove a mark.
    space: (_plot, _axis, _low, _high, heightPx) => heightPx / count(heightPx) - 1,
  };
}
