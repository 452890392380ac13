import * as l10n from '@vscode/l10n';
import type { LoadRunView } from '../loadProtocol.ts';
import { BrokerNeeded } from '../shared/brokerNotice.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon } from '../shared/controls.tsx';
import { COUNT_INCREMENTS, LATENCY_INCREMENTS } from '../shared/plotIncrements.ts';
import { type ChartLine, SeriesChart } from '../shared/seriesChart.tsx';
import { formatDuration } from '../shared/timeFormat.ts';
import { LoadReportTable } from './loadReport.tsx';
import { describeState, formatLatency, readElapsedMs } from './loadText.ts';
import type { LoadStore } from './loadStore.ts';

const THROUGHPUT: readonly ChartLine[] = [
  { label: l10n.t('Sent'), variable: '--vscode-charts-blue' },
  { label: l10n.t('Received'), variable: '--vscode-charts-purple', dash: [6, 3] },
  { label: l10n.t('Deleted'), variable: '--vscode-charts-green', dash: [2, 3] },
];
const LATENCY: readonly ChartLine[] = [
  { label: 'p50', variable: '--vscode-charts-blue' },
  { label: 'p99', variable: '--series-orange', dash: [6, 3] },
];

const formatWhole = (value: number): string => formatCount(Math.round(value));

/** What came of the test that runs, or of the last one. */
export function LoadResults({ store }: { readonly store: LoadStore }) {
  const run = store.run.value;
  const broker = store.broker.value;
  if (run === undefined && broker !== undefined && broker.kind !== 'running') {
    return (
      <section class="results" aria-label={l10n.t('Results')}>
        <BrokerNeeded
          text={l10n.t('You can run a load test when the broker runs.')}
          broker={broker}
          onStart={store.startBroker}
        />
      </section>
    );
  }
  if (run === undefined) {
    return (
      <section class="results" aria-label={l10n.t('Results')}>
        <div class="empty-state">
          <p>
            {l10n.t('Start a test to see throughput, latency, and what your consumers receive and delete.')}
          </p>
        </div>
      </section>
    );
  }
  const times = run.samples.map(({ at }) => at);
  return (
    <section class="results" aria-label={l10n.t('Results')}>
      <RunHead run={run} />
      {run.failure !== undefined && (
        <div class="notice error" role="alert">
          <Icon name="error" />
          <span class="notice-text">{run.failure}</span>
          <button type="button" class="link" onClick={store.showLog}>
            {l10n.t('Show Log')}
          </button>
        </div>
      )}
      {times.length > 1 && (
        <div class="charts series-grid">
          <SeriesChart
            title={l10n.t('Messages per second')}
            lines={THROUGHPUT}
            times={times}
            values={[
              run.samples.map(({ sent }) => sent),
              run.samples.map(({ received }) => received),
              run.samples.map(({ deleted }) => deleted),
            ]}
            format={formatWhole}
            increments={COUNT_INCREMENTS}
            isOver={run.state === 'ended'}
          />
          <SeriesChart
            title={l10n.t('Send latency')}
            lines={LATENCY}
            times={times}
            values={[run.samples.map(({ p50 }) => p50), run.samples.map(({ p99 }) => p99)]}
            format={formatLatency}
            increments={LATENCY_INCREMENTS}
            isOver={run.state === 'ended'}
          />
        </div>
      )}
      {run.report !== undefined && <LoadReportTable run={run} report={run.report} onCopy={store.copy} />}
    </section>
  );
}

/** Which queue, how far, and the sums so far. */
function RunHead({ run }: { readonly run: LoadRunView }) {
  const { report, progress, durationMs, state } = run;
  const elapsedMs = readElapsedMs(run);
  const share = state === 'ended' ? 1 : Math.min(1, elapsedMs / durationMs);
  const sums = report ?? progress;
  return (
    <div class="run-head">
      <div class="run-line">
        <h2>{run.queueName}</h2>
        <span role="status">{describeState(run)}</span>
        <span class="spacer" />
        <span class="dim run-time">
          {state === 'ended'
            ? formatDuration(elapsedMs)
            : l10n.t('{0} of {1}', formatDuration(elapsedMs), formatDuration(durationMs))}
        </span>
      </div>
      <div
        class="progress"
        role="progressbar"
        aria-label={l10n.t('Time of the test')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span class="progress-fill" style={{ width: `${share * 100}%` }} />
      </div>
      {sums !== undefined && (
        <p class="sums">
          <Sum name={l10n.t('sent')} value={sums.sent} />
          {sums.queue !== undefined && <Sum name={l10n.t('received')} value={sums.queue.received} />}
          {sums.queue !== undefined && <Sum name={l10n.t('deleted')} value={sums.queue.deleted} />}
          {sums.queue !== undefined && <Sum name={l10n.t('waiting')} value={sums.queue.waiting} />}
          <Sum name={l10n.t('failed')} value={sums.failed} isBad={sums.failed > 0} />
        </p>
      )}
    </div>
  );
}

interface SumProps {
  readonly name: string;
  readonly value: number;
  readonly isBad?: boolean;
}

function Sum({ name, value, isBad = false }: SumProps) {
  return (
    <span class={isBad ? 'sum bad' : 'sum'}>
      <span class="sum-value">{formatCount(value)}</span> {name}
    </span>
  );
}
