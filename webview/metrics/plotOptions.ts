import type uPlot from 'uplot';
import type { MetricUnit } from '../../broker/protocol/metricTable.ts';
import { chooseBands, drawBands, heightOfBands } from '../shared/chart/alarmBands.ts';
import { lookOf } from '../shared/chart/lineLooks.ts';
import { listLonePoints } from '../shared/chart/lonePoints.ts';
import { readPlotSize } from '../shared/chart/plotSize.ts';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { makeTimeAxis } from '../shared/plotTimeAxis.ts';
import { makeValueAxis, rangeFromZero } from '../shared/plotValueAxis.ts';
import { readThemeColors } from '../shared/themeColors.ts';
import type { MetricPlot } from './metricPlot.ts';

const TOP_PX = 6;
const RIGHT_PX = 8;
const POINT_PX = 5;

/** The units of the lines: the first has the axis on the left, another the one on the right. */
export function listPlotUnits({ lines }: MetricPlot): readonly MetricUnit[] {
  return [...new Set(lines.map(({ unit }) => unit))];
}

/**
 * @param read the points as they are now
 * @param onCursor gets the place of the point under the cursor
 */
export function makePlotOptions(
  element: HTMLElement,
  read: () => MetricPlot,
  onCursor: (index: number | undefined) => void,
): uPlot.Options {
  const colors = readThemeColors(element);
  const units = listPlotUnits(read());
  return {
    ...readPlotSize(element),
    padding: [
      () => TOP_PX + heightOfBands(chooseBands(read().reading.alarms)),
      units.length > 1 ? 0 : RIGHT_PX,
      0,
      0,
    ],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false } },
    scales: {
      x: {
        time: false,
        range: () => {
          const { from, until } = read().reading;
          return [from / 1000, until / 1000];
        },
      },
      ...Object.fromEntries(units.map((unit) => [unit, { range: rangeFromZero }])),
    },
    axes: [
      makeTimeAxis(colors, () => undefined),
      ...units.map((unit, index): uPlot.Axis => {
        const { formatTicks, increments } = UNIT_AXES[unit];
        const axis = makeValueAxis(colors, formatTicks, increments);
        // One grid: that of the other axis would lie between its lines.
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the library's enum is a type only
        return index === 0
          ? { ...axis, scale: unit }
          : { ...axis, scale: unit, side: 1, grid: { show: false } };
      }),
    ],
    series: [
      {},
      ...read().lines.map(({ unit }, index): uPlot.Series => {
        const { variable, dash } = lookOf(index);
        const color = colors.color(variable);
        return {
          scale: unit,
          stroke: color,
          width: 1.5,
          points: { size: POINT_PX, fill: color, stroke: color, filter: listLonePoints },
          ...(dash === undefined ? {} : { dash: [...dash] }),
        };
      }),
    ],
    hooks: {
      draw: [(plot) => drawBands(plot, chooseBands(read().reading.alarms), colors)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? undefined)],
    },
  };
}
