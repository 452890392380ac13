import type uPlot from 'uplot';
import { chooseLabels } from './labels.ts';
import type { ThemeColors } from './themeColors.ts';
import { chooseTickStep, listTicks, type TickText, type TimeWindow, writeTicks } from './timeSteps.ts';

/** A time that is marked, epoch ms, and what is written there. */
export interface TimeMark extends TickText {
  readonly time: number;
}

/** The height of the axis: the line of a value of 0 runs at the top of it, and must not touch the labels. */
export const TIME_AXIS_PX = 22;
/** Room for a mark. */
const TICK_PX = 76;
/** A label may reach so far beyond the plot, into the padding. On the other side are the marks of values. */
const RIGHT_PX = 8;

/**
 * The axis of time under a plot. @param listMarks marks within a stretch of time, with room for `count` of them;
 * undefined: round times by this machine's clock
 */
export function makeTimeAxis(
  colors: Pick<ThemeColors, 'text' | 'font'>,
  listMarks: (window: TimeWindow, count: number) => readonly TimeMark[] | undefined,
): uPlot.Axis {
  let labels: ReadonlyMap<number, string> = new Map();
  return {
    stroke: colors.text,
    font: colors.font,
    size: TIME_AXIS_PX,
    gap: 5,
    space: TICK_PX,
    splits: (plot, _axis, low, high) => {
      const window = { from: low * 1000, to: high * 1000 };
      const width = plot.bbox.width / devicePixelRatio;
      const count = plot.width / TICK_PX;
      const marks = listMarks(window, count) ?? listLocalMarks(window, count);
      plot.ctx.save();
      plot.ctx.font = colors.font;
      // Half of a label at the end would be cut off, and two that touch cannot be read.
      const shown = chooseLabels(marks, { from: 0, to: width + RIGHT_PX }, (mark, label) => {
        const middle = plot.valToPos(mark.time / 1000, 'x');
        const half = plot.ctx.measureText(label).width / 2;
        return { from: middle - half, to: middle + half };
      });
      plot.ctx.restore();
      labels = new Map(shown.map(({ mark, label }) => [mark.time / 1000, label]));
      return [...labels.keys()];
    },
    values: (_plot, splits) => splits.map((split) => labels.get(split) ?? ''),
    grid: { show: false },
    ticks: { show: false },
  };
}

/** Marks at whole steps of a length that its labels can tell. */
export function listLocalMarks(window: TimeWindow, count: number): readonly TimeMark[] {
  const stepMs = chooseTickStep((window.to - window.from) / Math.max(1, count));
  const times = listTicks(window, stepMs);
  const texts = writeTicks(times, stepMs, []);
  return times.map((time, index) => ({ time, label: '', ...texts[index] }));
}
