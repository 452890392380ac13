import type uPlot from 'uplot';
import { dropOverlaps } from './labels.ts';
import type { ThemeColors } from './themeColors.ts';
import { formatTick } from './timeFormat.ts';

/** A time that is marked, epoch ms, and what is written there. */
export interface TimeMark {
  readonly time: number;
  readonly label: string;
}

/** Room for a mark. */
const TICK_PX = 76;
/** A label may reach so far beyond the plot: under the marks of values, and into the padding. */
const LEFT_PX = 20;
const RIGHT_PX = 8;

/**
 * The axis of time under a plot. @param listMarks marks within a stretch of time, with room for `count` of them;
 * undefined: round times by this machine's clock
 */
export function makeTimeAxis(
  colors: Pick<ThemeColors, 'text' | 'font'>,
  listMarks: (
    window: { readonly from: number; readonly to: number },
    count: number,
  ) => readonly TimeMark[] | undefined,
): uPlot.Axis {
  let labels: ReadonlyMap<number, string> = new Map();
  return {
    stroke: colors.text,
    font: colors.font,
    size: 20,
    gap: 2,
    space: TICK_PX,
    splits: (plot, _axis, low, high, stepSeconds) => {
      const window = { from: low * 1000, to: high * 1000 };
      const marks = listMarks(window, plot.width / TICK_PX) ?? listLocalMarks(low, high, stepSeconds);
      plot.ctx.save();
      plot.ctx.font = colors.font;
      const room = { from: -LEFT_PX, to: plot.bbox.width / devicePixelRatio + RIGHT_PX };
      // Half of a label at the end would be cut off, and two that touch cannot be read.
      const shown = dropOverlaps(marks, room, (mark) => {
        const middle = plot.valToPos(mark.time / 1000, 'x');
        const half = plot.ctx.measureText(mark.label).width / 2;
        return { from: middle - half, to: middle + half };
      });
      plot.ctx.restore();
      labels = new Map(shown.map(({ time, label }) => [time / 1000, label]));
      return [...labels.keys()];
    },
    values: (_plot, splits) => splits.map((split) => labels.get(split) ?? ''),
    grid: { show: false },
    ticks: { show: false },
  };
}

function listLocalMarks(low: number, high: number, stepSeconds: number): readonly TimeMark[] {
  const first = Math.ceil(low / stepSeconds);
  const count = Math.max(0, Math.floor(high / stepSeconds) - first + 1);
  return Array.from({ length: count }, (_, index) => {
    const time = (first + index) * stepSeconds * 1000;
    return { time, label: formatTick(time, stepSeconds * 1000) };
  });
}
