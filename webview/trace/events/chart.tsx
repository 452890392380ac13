import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatCount } from '../../shared/byteFormat.ts';
import { countEvents } from '../../shared/quantities.ts';
import { formatDuration, timeForm } from '../../shared/timeFormat.ts';
import { drawBreakLines } from '../../shared/plotBreaks.ts';
import { makeTimeAxis } from '../../shared/plotTimeAxis.ts';
import { readThemeColors } from '../../shared/themeColors.ts';
import { listAxisTicks } from '../lanes/axisTicks.ts';
import { countOverTime } from './histogramModel.ts';
import type { TraceStore } from '../traceStore.ts';

const HEIGHT_PX = 54;
const PIXELS_PER_BAR = 8;
/** Drawing all kept events again is cheap, but not every 50 ms. */
const REDRAW_AFTER_MS = 250;

/** Events over time; dragging over it narrows the list to that time. */
export function Chart({ store }: { readonly store: TraceStore }) {
  const parent = useRef<HTMLDivElement>(null);
  const redraw = useRef<() => void>(undefined);
  const count = store.counts.value.shown;

  useEffect(() => {
    const element = parent.current;
    if (element === null) return undefined;
    let plot: uPlot | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const draw = (): void => {
      timer = undefined;
      const { starts, counts, stepMs } = countOverTime(
        store.log.overviewPlaces(),
        element.clientWidth / PIXELS_PER_BAR,
      );
      element.title = l10n.t('Each bar is {0}. Drag to narrow the list to a time.', formatDuration(stepMs));
      plot?.setData([starts.map((start) => (start + stepMs / 2) / 1000), [...counts]]);
    };
    const schedule = (): void => {
      timer ??= setTimeout(draw, REDRAW_AFTER_MS);
    };
    const build = (): void => {
      plot?.destroy();
      plot = new uPlot(makeOptions(element, store), [[], []], element);
      draw();
    };
    build();
    redraw.current = schedule;
    const resized = new ResizeObserver(() => {
      plot?.setSize({ width: element.clientWidth, height: HEIGHT_PX });
      schedule();
    });
    resized.observe(element);
    // A change of theme changes the colours, which a canvas cannot inherit.
    const themed = new MutationObserver(build);
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => {
      clearTimeout(timer);
      resized.disconnect();
      themed.disconnect();
      plot?.destroy();
    };
  }, [store, timeForm.value]);
  useEffect(() => redraw.current?.(), [store.revision.value]);

  return (
    <div class="chart" ref={parent} role="img" aria-label={l10n.t('{0} over time', countEvents(count))} />
  );
}

function makeOptions(element: HTMLElement, store: TraceStore): uPlot.Options {
  const colors = readThemeColors(element);
  const { text, font, grid } = colors;
  const bars = colors.color('--vscode-charts-blue');
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: { points: { show: false }, y: false, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, Math.max(1, high)] } },
    axes: [
      makeTimeAxis(colors, (window, count) =>
        listAxisTicks(store.log.line, window, count).map(({ place, ...text }) => ({ time: place, ...text })),
      ),
      {
        stroke: text,
        font,
        size: 34,
        gap: 4,
        // So low a chart has room for its two ends only.
        splits: (_plot, _axis, low, high) => [low, high],
        values: (_plot, splits) => splits.map(formatCount),
        grid: { stroke: grid, width: 1 },
        ticks: { show: false },
      },
    ],
    series: [{}, { fill: bars, stroke: bars, width: 0, points: { show: false }, ...barPaths() }],
    hooks: {
      draw: [
        (plot) =>
          drawBreakLines(
            plot,
            store.log.line.breaks
              .map(({ place }) => ({ time: place }))
              .filter(({ time }) => isWithin(plot, time)),
            colors,
          ),
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 3) return;
          const { line } = store.log;
          const ends = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')].map((seconds) =>
            line.clockTimeAt(seconds * 1000),
          );
          // Over a clock that was set back, the end may be before the start.
          const from = Math.floor(Math.min(...ends));
          const to = Math.ceil(Math.max(...ends));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          store.changeFilter({ from, to });
        },
      ],
    },
  };
}

function isWithin(plot: uPlot, time: number): boolean {
  const { min = 0, max = 0 } = plot.scales['x'] ?? {};
  return time / 1000 > min && time / 1000 < max;
}

function barPaths(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.bars?.({ size: [0.85, 24, 1] });
  return paths === undefined ? {} : { paths };
}
