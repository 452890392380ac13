import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../shared/byteFormat.ts';
import { formatDuration } from '../../shared/timeFormat.ts';
import type { TraceStore } from '../traceStore.ts';
import { type ChartLine, SeriesChart } from '../../shared/seriesChart.tsx';

const DRAW_AGAIN_AFTER_MS = 500;

const DEPTH: readonly ChartLine[] = [
  { label: 'Visible', variable: '--vscode-charts-blue', isFilled: true },
  { label: 'In flight', variable: '--vscode-charts-purple', dash: [6, 3] },
  { label: 'Delayed', variable: '--vscode-charts-orange', dash: [2, 3] },
];
const AGE: readonly ChartLine[] = [{ label: 'Oldest', variable: '--vscode-charts-orange', isFilled: true }];
const THROUGHPUT: readonly ChartLine[] = [
  { label: 'Sent', variable: '--vscode-charts-blue' },
  { label: 'Received', variable: '--vscode-charts-purple', dash: [6, 3] },
  { label: 'Deleted', variable: '--vscode-charts-green', dash: [2, 3] },
];

const formatWhole = (value: number): string => formatCount(Math.round(value));
const formatPerSecond = (value: number): string =>
  value > 0 && value < 10 ? String(Math.round(value * 10) / 10) : formatWhole(value);

/** The Charts tab: how full the queues were, how old the oldest message was, and how much went through. */
export function ChartsView({ store }: { readonly store: TraceStore }) {
  const queueArn = store.filter.value.queueArn;
  const hasEvents = store.revision.value >= 0 && store.log.size > 0;
  const read = () => {
    if (store.saved.peek() === undefined) store.series.correct(store.queues.peek(), store.clock.now());
    return store.series.read(queueArn, store.clock.now());
  };
  const [lines, setLines] = useState(read);
  useEffect(() => {
    setLines(read());
    const timer = setInterval(() => {
      if (!store.isPaused.peek()) setLines(read());
    }, DRAW_AGAIN_AFTER_MS);
    return () => clearInterval(timer);
  }, [store, queueArn, hasEvents]);
  const [depth, age, throughput] = pickLines(lines);
  if (lines.times.length === 0) {
    return (
      <div class="empty-state">
        <p>Depth, age and throughput show here as soon as something happens to a queue.</p>
      </div>
    );
  }
  return (
    <div class="charts" role="group" aria-label="Charts" tabIndex={0}>
      <SeriesChart title="Messages" lines={DEPTH} times={lines.times} values={depth} format={formatWhole} />
      <SeriesChart
        title="Age of the oldest message"
        lines={AGE}
        times={lines.times}
        values={age}
        format={formatDuration}
      />
      <SeriesChart
        title="Throughput per second"
        lines={THROUGHPUT}
        times={lines.times}
        values={throughput}
        format={formatPerSecond}
      />
    </div>
  );
}

type Lines = ReturnType<TraceStore['series']['read']>;

function pickLines(lines: Lines): readonly [number[][], number[][], number[][]] {
  return [
    [[...lines.visible], [...lines.inFlight], [...lines.delayed]],
    [[...lines.oldestAgeMs]],
    [[...lines.sent], [...lines.received], [...lines.deleted]],
  ];
}
