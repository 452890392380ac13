import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { BrokerView } from '../protocol.ts';
import { BrokerNeeded, BrokerNotice } from '../shared/brokerNotice.tsx';
import { AlarmList } from '../shared/chart/alarmList.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon, IconButton } from '../shared/controls.tsx';
import { forCount } from '../shared/quantities.ts';
import { MAXIMUM_LINES } from './metricsChoice.ts';
import { MetricsChart } from './metricsChart.tsx';
import { MetricsForm } from './metricsForm.tsx';
import type { MetricsStore } from './metricsStore.ts';
import { nameQueues } from './metricTexts.ts';
import { MetricPoints } from './metricPoints.tsx';

/** The whole panel: what to show on the left, the chart on the right; below each other where it is narrow. */
export function MetricsPanel({ store }: { readonly store: MetricsStore }) {
  const broker = store.broker.value;
  if (broker === undefined) return null;
  const hasNoQueue = store.queues.value.length === 0 && store.choice.value.queueArns.length === 0;
  return (
    <main class="metrics">
      <h1 class="visually-hidden">{l10n.t('Metrics')}</h1>
      <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      {hasNoQueue && broker.kind === 'running' ? (
        <div class="empty-state">
          <p>{l10n.t('No queues yet. Create a queue to see its metrics.')}</p>
          <vscode-button onClick={store.createQueue}>{l10n.t('Create Queue')}</vscode-button>
        </div>
      ) : (
        <div class="metrics-columns">
          <MetricsForm store={store} />
          <MetricsResults store={store} broker={broker} />
        </div>
      )}
    </main>
  );
}

interface MetricsResultsProps {
  readonly store: MetricsStore;
  readonly broker: BrokerView;
}

function MetricsResults({ store, broker }: MetricsResultsProps) {
  const picture = useRef(() => '');
  const plot = store.plot.value;
  const failure = store.failure.value;
  const title = nameQueues(store.drawnQueueArns.value);
  const hasPoints = store.hasPoints.value;
  return (
    <section class="metrics-results chart-results" aria-label={l10n.t('Metrics')}>
      <header class="chart-head">
        <h2>{title}</h2>
        <IconButton
          icon="device-camera"
          label={l10n.t('Save as Picture…')}
          disabled={!hasPoints}
          onClick={() => store.savePicture(picture.current())}
        />
        <IconButton
          icon="export"
          label={l10n.t('Save as CSV…')}
          disabled={!hasPoints}
          onClick={store.saveTable}
        />
      </header>
      {failure !== undefined && (
        <p class="field-problem" role="alert">
          {failure.message}
        </p>
      )}
      {store.leftOutCount.value > 0 && (
        <p class="hint" role="status">
          <Icon name="info" />{' '}
          {forCount(
            store.leftOutCount.value,
            l10n.t(
              'The chart has room for {0} lines: 1 line is left out. Choose fewer queues or metrics.',
              MAXIMUM_LINES,
            ),
            l10n.t(
              'The chart has room for {0} lines: {1} lines are left out. Choose fewer queues or metrics.',
              MAXIMUM_LINES,
              formatCount(store.leftOutCount.value),
            ),
          )}
        </p>
      )}
      {plot !== undefined && hasPoints ? (
        <>
          <MetricsChart plot={plot} title={title} picture={picture} />
          <AlarmList alarms={plot.reading.alarms} now={plot.reading.until} />
          <MetricPoints plot={plot} />
        </>
      ) : (
        <>
          <NothingDrawn store={store} broker={broker} />
          {plot !== undefined && <AlarmList alarms={plot.reading.alarms} now={plot.reading.until} />}
        </>
      )}
    </section>
  );
}

/** In place of the chart: why there is none, and what to do next. */
function NothingDrawn({ store, broker }: MetricsResultsProps) {
  const { queueArns, metricNames } = store.choice.value;
  if (store.plot.value === undefined && broker.kind !== 'running')
    return (
      <BrokerNeeded
        text={l10n.t('You can see the metrics when the broker runs.')}
        broker={broker}
        onStart={store.startBroker}
      />
    );
  if (queueArns.length === 0 || metricNames.length === 0)
    return (
      <div class="empty-state">
        <p>{queueArns.length === 0 ? l10n.t('Choose a queue.') : l10n.t('Choose a metric.')}</p>
      </div>
    );
  // The first points come at once.
  if (store.plot.value === undefined) return null;
  return (
    <div class="empty-state">
      <p>
        {l10n.t(
          'No metrics in this time. A queue has metrics after its first use; the first point comes when its period has ended.',
        )}
      </p>
      <div class="empty-actions">
        <vscode-button onClick={store.sendMessage}>{l10n.t('Send a Message')}</vscode-button>
        {store.longerRangeSeconds.value !== undefined && (
          <vscode-button secondary onClick={store.showLongerRange}>
            {l10n.t('Show a Longer Time')}
          </vscode-button>
        )}
      </div>
    </div>
  );
}
