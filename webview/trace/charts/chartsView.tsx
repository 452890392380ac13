import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { formatCount, formatDecimal } from '../../shared/byteFormat.ts';
import { COUNT_INCREMENTS, DURATION_INCREMENTS, RATE_INCREMENTS } from '../../shared/plotIncrements.ts';
import { type ChartAxis, type ChartLine, SeriesChart } from '../../shared/seriesChart.tsx';
import { formatDuration, formatDurationTicks } from '../../shared/timeFormat.ts';
import { listAxisBreaks, listAxisTicks } from '../lanes/axisTicks.ts';
import type { ClockLine } from '../log/clockLine.ts';
import type { TraceStore } from '../traceStore.ts';
import type { SeriesLines } from './seriesModel.ts';

const DRAW_AGAIN_AFTER_MS = 500;
/** A chart of less time would have marks of milliseconds. */
const SMALLEST_SPAN_MS = 10_000;

const DEPTH: readonly ChartLine[] = [
  { label: l10n.t('Visible'), variable: '--vscode-charts-blue', isFilled: true, shape: 'stepAfter' },
  { label: l10n.t('In flight'), variable: '--vscode-charts-purple', dash: [6, 3], shape: 'stepAfter' },
  { label: l10n.t('Delayed'), variable: '--series-orange', dash: [2, 3], shape: 'stepAfter' },
];
const AGE: readonly ChartLine[] = [
  { label: l10n.t('Oldest'), variable: '--series-orange', isFilled: true, shape: 'stepAfter' },
];
const THROUGHPUT: readonly ChartLine[] = [
  { label: l10n.t('Sent'), variable: '--vscode-charts-blue', shape: 'stepBefore' },
  { label: l10n.t('Received'), variable: '--vscode-charts-purple', dash: [6, 3], shape: 'stepBefore' },
  { label: l10n.t('Deleted'), variable: '--vscode-charts-green', dash: [2, 3], shape: 'stepBefore' },
];

const formatWhole = (value: number): string => formatCount(Math.round(value));
const formatPerSecond = (value: number): string =>
  value > 0 && value < 10 ? formatDecimal(value, 1) : formatWhole(value);

/** The Charts tab: how full the queues were, how old the oldest message was, and how much went through. */
export function ChartsView({ store }: { readonly store: TraceStore }) {
  const queueArn = store.filter.value.queueArn;
  const { line } = store.log;
  const hasEvents = store.counts.value.kept > 0;
  const read = () => store.series.read(queueArn, store.readPresent(), line);
  const [lines, setLines] = useState(read);
  useEffect(() => {
    setLines(read());
    const timer = setInterval(() => {
      if (!store.isPaused.peek()) setLines(read());
    }, DRAW_AGAIN_AFTER_MS);
    return () => clearInterval(timer);
  }, [store, queueArn, hasEvents]);
  if (lines.places.length === 0) {
    return (
      <div class="empty-state">
        <p>{l10n.t('Queue depth, message age and throughput appear here once there is activity.')}</p>
      </div>
    );
  }
  const shared = { times: lines.places, axis: makeAxis(lines, line) };
  return (
    <div class="charts series-grid" role="group" aria-label={l10n.t('Charts')} tabIndex={0}>
      {store.source.gatewayName.value === undefined ? (
        <>
          <SeriesChart
            title={l10n.t('Messages')}
            lines={DEPTH}
            {...shared}
            values={[lines.visible, lines.inFlight, lines.delayed]}
            format={formatWhole}
            increments={COUNT_INCREMENTS}
          />
          <SeriesChart
            title={l10n.t('Age of the oldest message')}
            lines={AGE}
            {...shared}
            values={[lines.oldestAgeMs]}
            format={formatDuration}
            formatTicks={formatDurationTicks}
            increments={DURATION_INCREMENTS}
          />
        </>
      ) : (
        <p class="dim">
          {l10n.t('A gateway does not know how many messages queues have, and how old they are.')}
        </p>
      )}
      <SeriesChart
        title={l10n.t('Throughput per second')}
        lines={THROUGHPUT}
        {...shared}
        values={[lines.sent, lines.received, lines.deleted]}
        format={formatPerSecond}
        increments={RATE_INCREMENTS}
      />
    </div>
  );
}

function makeAxis({ places }: SeriesLines, line: ClockLine): ChartAxis {
  const to = places.at(-1) ?? 0;
  const window = { from: Math.min(places[0] ?? to, to - SMALLEST_SPAN_MS), to };
  return {
    window,
    listTicks: (count) =>
      listAxisTicks(line, window, count).map(({ place, ...text }) => ({ time: place, ...text })),
    breaks: listAxisBreaks(line, window).map(({ place, label }) => ({ time: place, label })),
  };
}
