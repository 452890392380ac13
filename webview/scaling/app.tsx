import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { BrokerView } from '../protocol.ts';
import { BrokerNeeded, BrokerNotice } from '../shared/brokerNotice.tsx';
import { AlarmList } from '../shared/chart/alarmList.tsx';
import { PointTable } from '../shared/chart/pointTable.tsx';
import { DecisionList } from './decisionList.tsx';
import { PoolLine } from './poolLine.tsx';
import { ScalingChart } from './scalingChart.tsx';
import { ScalingHead } from './scalingHead.tsx';
import { SCALING_LINES } from './scalingLines.ts';
import type { ScalingPlot } from './scalingPlot.ts';
import type { ScalingStore } from './scalingStore.ts';
import { listPointRows } from './scalingTables.ts';

const COLUMNS = SCALING_LINES.map(({ key, title }) => ({ key, name: title }));

/** The whole panel: the pool and its time, the chart, what was decided, alarms and points. */
export function ScalingPanel({ store }: { readonly store: ScalingStore }) {
  const picture = useRef(() => '');
  const broker = store.broker.value;
  if (broker === undefined) return null;
  const pools = store.pools.value;
  const hasNoPool = pools !== undefined && pools.length === 0 && !store.hasContent.value;
  return (
    <main class="scaling">
      <h1 class="visually-hidden">{l10n.t('Scaling')}</h1>
      <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      {hasNoPool && broker.kind === 'running' ? (
        <div class="empty-state">
          <p>{l10n.t('No pools yet. Declare a pool in queueside.json, and run it, to see how it scales.')}</p>
          <vscode-button onClick={store.declarePool}>{l10n.t('Declare Pool…')}</vscode-button>
        </div>
      ) : (
        <section class="chart-results" aria-label={l10n.t('Scaling')}>
          <ScalingHead store={store} onSavePicture={() => store.savePicture(picture.current())} />
          <PoolLine store={store} />
          <ScalingContent store={store} broker={broker} picture={picture} />
        </section>
      )}
    </main>
  );
}

interface ScalingContentProps {
  readonly store: ScalingStore;
  readonly broker: BrokerView;
  readonly picture: { current: () => string };
}

function ScalingContent({ store, broker, picture }: ScalingContentProps) {
  const plot = store.plot.value;
  const { poolName = '' } = store.view.value;
  if (plot === undefined)
    // The first points come at once.
    return broker.kind === 'running' ? null : (
      <BrokerNeeded
        text={l10n.t('You can see how a pool scales when the broker runs.')}
        broker={broker}
        onStart={store.startBroker}
      />
    );
  if (!store.hasContent.value)
    return (
      <>
        <div class="empty-state">
          <p>{describeEmpty(store)}</p>
          {isIdle(store.pool.value) && (
            <vscode-button onClick={store.runPool}>{l10n.t('Run Pool…')}</vscode-button>
          )}
        </div>
        <AlarmList alarms={plot.reading.alarms} now={plot.reading.until} />
      </>
    );
  return (
    <>
      <ScalingChart store={store} plot={plot} title={poolName} picture={picture} />
      <Decisions store={store} plot={plot} />
      <AlarmList alarms={plot.reading.alarms} now={plot.reading.until} />
      <PointTable columns={COLUMNS} listRows={(maximum) => listPointRows(plot, maximum)} />
    </>
  );
}

function Decisions({ store, plot }: { readonly store: ScalingStore; readonly plot: ScalingPlot }) {
  return (
    <DecisionList
      decisions={store.decisions.value}
      hasDecided={plot.history.decisions.length > 0}
      reading={plot.reading}
      chosen={store.chosen.value}
      onChoose={store.choose}
    />
  );
}

function describeEmpty({ pools, pool }: ScalingStore): string {
  if (pools.value?.every(isIdle) === true) return l10n.t('No pool runs. Run a pool to see how it scales.');
  if (isIdle(pool.value)) return l10n.t('This pool does not run. Run it to see how it scales.');
  return l10n.t('No data points in this time. The queue has metrics after its first use.');
}

function isIdle(pool: { readonly state: string } | undefined): boolean {
  return pool?.state === 'idle';
}
