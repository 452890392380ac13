import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { PoolDecision } from '../../broker/protocol/pools.ts';
import { chooseBands } from '../shared/chart/alarmBands.ts';
import { drawPicture } from '../shared/chart/chartPicture.ts';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { usePlot } from '../shared/chart/usePlot.ts';
import { chooseTarget } from './chartKeys.ts';
import { type DecisionGroup, findGroup } from './decisionMarks.ts';
import { DecisionTip } from './decisionTip.tsx';
import { namePolicy, writeChange, writeMoment } from './decisionText.ts';
import { MARKS_PX } from './lanes.ts';
import { LANE_UNITS, SCALING_LINES } from './scalingLines.ts';
import { ScalingLegend } from './scalingLegend.tsx';
import { listGroups, makeScalingOptions, type ShownScaling } from './scalingOptions.ts';
import { findNearest, readShown, type ScalingPlot } from './scalingPlot.ts';
import type { ScalingStore } from './scalingStore.ts';

interface ScalingChartProps {
  readonly store: ScalingStore;
  readonly plot: ScalingPlot;
  readonly title: string;
  /** Set to what draws the picture, a PNG as base64. */
  readonly picture: RefObject<() => string>;
}

/** From the top of the chart to the end of a tip of the usual size. */
const TIP_PX = 120;

/** A mark that is looked at. */
interface Pointed {
  readonly group: DecisionGroup;
  /** Px from the left of the frame. */
  readonly x: number;
}

/** The chart with its legend, and why a decision was made where the mouse or the keyboard is at its mark. */
export function ScalingChart({ store, plot, title, picture }: ScalingChartProps) {
  const { hidden } = store.view.value;
  const window = store.window.value;
  const decisions = store.decisions.value;
  const chosen = store.chosen.value;
  const shown = useMemo<ShownScaling>(
    () => ({ plot, window, hidden, bands: chooseBands(plot.reading.alarms), decisions, chosen }),
    [plot, window, hidden, decisions, chosen],
  );
  const newest = useRef(shown);
  newest.current = shown;
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const [pointed, setPointed] = useState<Pointed | undefined>(undefined);
  /** What the keyboard moved to, to be read out. */
  const [spoken, setSpoken] = useState('');
  const { frame, drawn } = usePlot({
    shown,
    look: JSON.stringify([hidden, shown.bands.length]),
    makeOptions: (element) =>
      makeScalingOptions(element, {
        read: () => newest.current,
        pointAt: (target, index, x) => {
          const { chosen: stays, plot: drawnPlot } = newest.current;
          const isOver = x !== undefined && x >= 0;
          // Where the mouse is not over the chart, and when the chart is built again, what is chosen is shown.
          const place = isOver ? x : stays && target.valToPos(stays.at / 1000, 'x');
          setCursor(isOver ? index : stays && findNearest(drawnPlot.times, stays.at));
          setPointed(place === undefined ? undefined : findPointed(target, place));
        },
        zoomTo: store.zoomTo,
        resetZoom: store.resetZoom,
      }),
    alignData: ({ plot: { times, values } }) => [
      times.map((time) => time / 1000),
      ...values.map((line) => [...line]),
    ],
  });

  function findPointed(target: uPlot, x: number): Pointed | undefined {
    const group = findGroup(listGroups(target, newest.current), x);
    return group && { group, x: group.x + target.bbox.left / devicePixelRatio };
  }

  const moveTo = (index: number): void => {
    const time = plot.times[index];
    const target = drawn.current;
    if (time === undefined || target === undefined) return;
    // Without a mark: it may be that of a decision beside this time.
    target.setCursor({ left: target.valToPos(time / 1000, 'x'), top: 0 }, false);
    setCursor(index);
    setPointed(undefined);
    setSpoken([writeMoment(time, plot.reading), ...describeValues(plot, index, hidden)].join(', '));
  };
  const moveToDecision = (decision: PoolDecision): void => {
    const target = drawn.current;
    if (target === undefined) return;
    const x = target.valToPos(decision.at / 1000, 'x');
    target.setCursor({ left: x, top: 0 }, false);
    setCursor(findNearest(plot.times, decision.at));
    setPointed(findPointed(target, x));
    setSpoken(
      [
        writeMoment(decision.at, plot.reading),
        writeChange(decision),
        namePolicy(decision),
        decision.cause,
      ].join(', '),
    );
  };
  const leave = (): void => {
    drawn.current?.setCursor({ left: -10, top: -10 }, false);
    setCursor(undefined);
    setPointed(undefined);
    setSpoken('');
    store.choose(undefined);
  };
  // At once: the mouse may already be elsewhere a frame later.
  useLayoutEffect(() => {
    if (chosen === undefined) return;
    moveToDecision(chosen);
    showTop(frame.current);
  }, [chosen?.at, chosen?.to]);
  picture.current = () =>
    drawn.current === undefined ? '' : drawPicture(drawn.current, describePicture(shown, title));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const target = chooseTarget(event.key, shown, cursor);
    if (target === undefined) return;
    event.preventDefault();
    if ('index' in target) moveTo(target.index);
    else if ('decision' in target) store.choose(target.decision);
    else if ('window' in target) store.zoomTo(target.window);
    else if (cursor === undefined) store.resetZoom();
    else leave();
  };
  return (
    <div
      class="chart"
      role="group"
      aria-label={l10n.t(
        'Chart: {0}. The arrow keys move from point to point, Page Up and Page Down from decision to decision; + and − zoom.',
        title,
      )}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <ScalingLegend
        plot={plot}
        cursor={cursor}
        hidden={hidden}
        hasDecisions={decisions.length > 0}
        onToggle={store.toggleLine}
      />
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keys are those of the chart */}
      <div
        class={pointed === undefined ? 'chart-plot' : 'chart-plot on-mark'}
        aria-hidden="true"
        onClick={() => store.choose(pointed?.group.decisions.at(-1))}
      >
        <div class="plot-frame" ref={frame} />
        {pointed !== undefined && (
          <DecisionTip
            group={pointed.group}
            x={pointed.x}
            y={(drawn.current?.bbox.top ?? 0) / devicePixelRatio + MARKS_PX}
            frameWidthPx={frame.current?.clientWidth ?? 0}
            reading={plot.reading}
            chosen={chosen}
          />
        )}
      </div>
      <div class="visually-hidden" role="status">
        {spoken}
      </div>
    </div>
  );
}

/** Scrolls to the marks of decisions and the tip below them, unless they are in view: the list is below the chart. */
function showTop(plot: HTMLElement | null): void {
  const area = plot?.closest('.chart-results')?.getBoundingClientRect();
  if (plot === null || area === undefined) return;
  const { top } = plot.getBoundingClientRect();
  if (top < area.top || top + TIP_PX > area.bottom) plot.scrollIntoView({ block: 'start' });
}

function describeValues(plot: ScalingPlot, index: number, hidden: ShownScaling['hidden']): readonly string[] {
  return SCALING_LINES.flatMap(({ key, title, lane }, line) => {
    if (hidden.includes(key)) return [];
    const value = readShown(plot, line, index);
    return [
      `${title}: ${value === null ? l10n.t('no data point') : UNIT_AXES[LANE_UNITS[lane]].format(value)}`,
    ];
  });
}

function describePicture({ hidden }: ShownScaling, title: string) {
  const lines = SCALING_LINES.filter(({ key }) => !hidden.includes(key));
  return { title, legend: lines.map(({ title: name, look }) => ({ name, look })) };
}
