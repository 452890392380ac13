import uPlot from 'uplot';
import type { AlarmStates } from '../../broker/protocol/alarms.ts';
import type { PoolDecision } from '../../broker/protocol/pools.ts';
import { drawBands, heightOfBands } from '../shared/chart/alarmBands.ts';
import { makeLinePoints } from '../shared/chart/linePoints.ts';
import { readPlotSize } from '../shared/chart/plotSize.ts';
import { makeTimeAxis, TIME_AXIS_PX } from '../shared/plotTimeAxis.ts';
import { readThemeColors, type ThemeColors } from '../shared/themeColors.ts';
import type { TimeWindow } from '../shared/timeSteps.ts';
import { type DecisionGroup, drawMarks, groupDecisions } from './decisionMarks.ts';
import { makeStepPaths } from './denseSteps.ts';
import { drawLaneNote, drawLanes, listIncrements, makeLanesAxis } from './laneAxes.ts';
import { type Lane, placeLanes, rangeOfLane } from './lanes.ts';
import { type LineKey, listLanes, SCALING_LINES } from './scalingLines.ts';
import type { ScalingPlot } from './scalingPlot.ts';

const TOP_PX = 4;
const RIGHT_PX = 8;
/** How dense the areas are that lines have where they change too often for steps. */
const AREA_PERCENT = 25;
/** A shorter drag is a click. */
const SMALLEST_DRAG_PX = 6;

/** What the chart shows. */
export interface ShownScaling {
  readonly plot: ScalingPlot;
  readonly window: TimeWindow;
  readonly hidden: readonly LineKey[];
  readonly bands: readonly AlarmStates[];
  /** Those of the window. */
  readonly decisions: readonly PoolDecision[];
  /** Its mark stands out. */
  readonly chosen: PoolDecision | undefined;
}

interface ScalingPorts {
  /** What is shown now. */
  read(): ShownScaling;
  /** @param index place of the time under the mouse @param x px from the left of the plot */
  pointAt(plot: uPlot, index: number | undefined, x: number | undefined): void;
  zoomTo(window: TimeWindow): void;
  resetZoom(): void;
}

export function makeScalingOptions(element: HTMLElement, ports: ScalingPorts): uPlot.Options {
  const colors = readThemeColors(element);
  /** Those that have areas instead of steps. */
  const denseSeries = new Set<number>();
  const names = listLanes(ports.read().hidden);
  const readTop = () => TOP_PX + heightOfBands(ports.read().bands);
  // The size of the plot inside is not known before the ranges are.
  const readHeight = (plot: uPlot): number => Math.max(1, plot.height - readTop() - TIME_AXIS_PX);
  const readLanes = (plot: uPlot): readonly Lane[] => placeLanes(names, readHeight(plot));
  const laneScales = names.map((name, place): [string, uPlot.Scale] => [
    name,
    {
      range: (plot, _low, high) => {
        const lane = readLanes(plot)[place];
        return lane === undefined ? [0, 1] : rangeOfLane(lane, readHeight(plot), high, listIncrements(name));
      },
    },
  ]);
  return {
    ...readPlotSize(element),
    padding: [readTop, RIGHT_PX, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: SMALLEST_DRAG_PX },
      bind: {
        dblclick: () => () => {
          ports.resetZoom();
          return null;
        },
      },
    },
    scales: {
      x: {
        time: false,
        range: () => {
          const { from, to } = ports.read().window;
          return [from / 1000, to / 1000];
        },
      },
      ...Object.fromEntries(laneScales),
    },
    axes: [makeTimeAxis(colors, () => undefined), makeLanesAxis(colors, names[0] ?? 'x', readLanes)],
    series: [{}, ...makeSeries(ports.read().hidden, colors, denseSeries)],
    hooks: {
      // The ranges of the lanes follow from the height.
      setSize: [(plot) => plot.setData(plot.data)],
      drawAxes: [(plot) => drawLanes(plot, readLanes(plot), colors)],
      draw: [
        (plot) => {
          const { bands, chosen } = ports.read();
          drawMarks(plot, listGroups(plot, ports.read()), chosen, colors);
          drawBands(plot, bands, colors);
          const processes = readLanes(plot).find(({ name }) => name === 'processes');
          if (processes !== undefined && denseSeries.size > 0) drawLaneNote(plot, processes, colors);
        },
      ],
      setCursor: [(plot) => ports.pointAt(plot, plot.cursor.idx ?? undefined, plot.cursor.left)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width === 0) return;
          const timeAt = (px: number): number => plot.posToVal(px, 'x') * 1000;
          ports.zoomTo({ from: timeAt(left), to: timeAt(left + width) });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** The marks of decisions as they are drawn. */
export function listGroups(plot: uPlot, { decisions }: ShownScaling): readonly DecisionGroup[] {
  return groupDecisions(decisions, (time) => plot.valToPos(time / 1000, 'x'));
}

function makeSeries(
  hidden: readonly LineKey[],
  colors: ThemeColors,
  denseSeries: Set<number>,
): readonly uPlot.Series[] {
  // A number of processes holds until the next one.
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const paths =
    stepped &&
    makeStepPaths(stepped, (isDense, series) => {
      if (isDense) denseSeries.add(series);
      else denseSeries.delete(series);
    });
  return SCALING_LINES.map(({ key, lane, look: { variable, dash }, of }): uPlot.Series => {
    const color = colors.color(variable);
    return {
      scale: lane,
      show: !hidden.includes(key),
      stroke: color,
      width: 1.5,
      ...('metric' in of
        ? { points: makeLinePoints(color, SCALING_LINES.length) }
        : {
            points: { show: false },
            fill: `color-mix(in srgb, ${color} ${AREA_PERCENT}%, transparent)`,
            ...(paths === undefined ? {} : { paths }),
          }),
      ...(dash === undefined ? {} : { dash: [...dash] }),
    };
  });
}
