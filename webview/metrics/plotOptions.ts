import type uPlot from 'uplot';
import type { MetricUnit } from '../../broker/protocol/metricTable.ts';
import { chooseBands, drawBands, heightOfBands } from '../shared/chart/alarmBands.ts';
import { lookOf } from '../shared/chart/lineLooks.ts';
import { makeLinePoints } from '../shared/chart/linePoints.ts';
import { readPlotSize } from '../shared/chart/plotSize.ts';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { makeTimeAxis } from '../shared/plotTimeAxis.ts';
import { makeValueAxis, topAtMark } from '../shared/plotValueAxis.ts';
import { readThemeColors } from '../shared/themeColors.ts';
import type { MetricPlot } from './metricPlot.ts';
import { GROUP_TITLES } from './metricTexts.ts';

const TOP_PX = 6;
const RIGHT_PX = 8;
/** Over the 0: more are not read. */
const MARKS = 5;
const AXIS_TITLE_PX = 16;

/** The units of the lines: the first has the axis on the left, another the one on the right. */
export function listPlotUnits({ lines }: MetricPlot): readonly MetricUnit[] {
  return [...new Set(lines.map(({ unit }) => unit))];
}

/** What the numbers of an axis are: `Messages`, `Messages, Throughput`. */
function titleAxis({ lines }: MetricPlot, unit: MetricUnit): string {
  const groups = lines.filter((line) => line.unit === unit).map(({ metric }) => metric.group);
  return [...new Set(groups)].map((group) => GROUP_TITLES[group]).join(', ');
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
      ...Object.fromEntries(
        units.map((unit): [string, uPlot.Scale] => [
          unit,
          { range: (_plot, _low, high) => [0, topAtMark(high ?? 0, UNIT_AXES[unit].increments, MARKS)] },
        ]),
      ),
    },
    axes: [
      makeTimeAxis(colors, () => undefined),
      ...units.map((unit, index): uPlot.Axis => {
        const { formatTicks, increments } = UNIT_AXES[unit];
        const axis: uPlot.Axis = {
          ...makeValueAxis(colors, formatTicks, increments, () => MARKS),
          scale: unit,
          label: titleAxis(read(), unit),
          labelFont: colors.font,
          labelSize: AXIS_TITLE_PX,
        };
        // One grid: that of the other axis would lie between its lines.
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the library's enum is a type only
        return index === 0 ? axis : { ...axis, side: 1, grid: { show: false } };
      }),
    ],
    series: [
      {},
      ...read().lines.map(({ unit }, index, { length: lineCount }): uPlot.Series => {
        const { variable, dash } = lookOf(index);
        const color = colors.color(variable);
        return {
          scale: unit,
          stroke: color,
          width: 1.5,
          points: makeLinePoints(color, lineCount),
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
