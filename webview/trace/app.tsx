import * as l10n from '@vscode/l10n';
import type { ServerView } from '../protocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { BrokerNeeded, BrokerNotice } from '../shared/brokerNotice.tsx';
import { Icon } from '../shared/controls.tsx';
import { forCount } from '../shared/quantities.ts';
import { Sentence } from '../shared/sentence.tsx';
import { Chart } from './events/chart.tsx';
import { ChartsView } from './charts/chartsView.tsx';
import { ConsumersView } from './consumers/consumersView.tsx';
import { DetailsPane } from './message/detailsPane.tsx';
import { isEmptyFilter } from './log/eventFilter.ts';
import { EventGrid } from './events/eventGrid.tsx';
import { FindingsView } from './findings/findingsView.tsx';
import { LaneBar } from './lanes/laneBar.tsx';
import { InvocationsView } from './lanes/invocationsView.tsx';
import { MessagesView } from './lanes/messagesView.tsx';
import { GatewayNotice, NoCalls, SourceBar } from './sourceBar.tsx';
import { nameTab, TAB_PANEL_ID, Tabs } from './tabs.tsx';
import { Toolbar } from './toolbar.tsx';
import type { TraceStore } from './traceStore.ts';

/** The trace: what happened to every message, live or from a file. */
export function Trace({ store }: { readonly store: TraceStore }) {
  const broker = store.broker.value;
  if (broker === undefined) return null;
  const tab = store.tab.value;
  // Without a control in it, only the keyboard's focus lets the keys scroll a text that is longer than the panel.
  const isOnlyText =
    (tab === 'findings' && (store.saved.value !== undefined || store.findings.value.length === 0)) ||
    hasNoCalls(store);
  const hasBars = store.counts.value.overview > 0;
  return (
    <main class="trace">
      <h1 class="visually-hidden">{l10n.t('Queue trace')}</h1>
      <SourceBar store={store} />
      <div class="top-bar">
        <Tabs store={store} />
        <Toolbar store={store} />
      </div>
      <SavedNotice store={store} />
      <StateNotice store={store} broker={broker} />
      <MissingNotice store={store} />
      {tab === 'events' && store.showsChart.value && hasBars && <Chart store={store} />}
      <div class="split">
        <div
          class="list"
          role="tabpanel"
          id={TAB_PANEL_ID}
          aria-labelledby={nameTab(tab)}
          tabIndex={isOnlyText ? 0 : undefined}
        >
          <TabContent store={store} />
        </div>
        <DetailsPane store={store} />
      </div>
    </main>
  );
}

/** What the process does that the live trace comes from, if it is not running. */
function StateNotice({ store, broker }: { readonly store: TraceStore; readonly broker: ServerView }) {
  if (store.saved.value !== undefined) return null;
  const name = store.source.gatewayName.value;
  const onShowLog = () => store.post({ type: 'showLog' });
  if (name !== undefined) {
    const isEmpty = store.counts.value.kept === 0;
    return <GatewayNotice name={name} gateway={broker} isEmpty={isEmpty} onShowLog={onShowLog} />;
  }
  return (
    <BrokerNotice broker={broker} onStart={() => store.post({ type: 'startBroker' })} onShowLog={onShowLog} />
  );
}

/** Nothing has come through the gateway that is shown: what to do is all that there is to say. */
function hasNoCalls(store: TraceStore): boolean {
  const isLiveGateway = store.saved.value === undefined && store.source.gatewayName.value !== undefined;
  const hasFindings = store.tab.value === 'findings' && store.findings.value.length > 0;
  return isLiveGateway && store.counts.value.kept === 0 && !hasFindings;
}

function TabContent({ store }: { readonly store: TraceStore }) {
  const { shown, kept } = store.counts.value;
  const broker = store.broker.value;
  const gatewayName = store.source.gatewayName.value;
  const isEmpty = kept === 0 && (store.tab.value !== 'findings' || store.findings.value.length === 0);
  const isLive = store.saved.value === undefined;
  if (gatewayName !== undefined && hasNoCalls(store)) return <NoCalls name={gatewayName} />;
  if (isEmpty && isLive && broker !== undefined && broker.kind !== 'running')
    return (
      <BrokerNeeded
        text={l10n.t('Start the broker to see what happens to your messages.')}
        broker={broker}
        onStart={() => store.post({ type: 'startBroker' })}
      />
    );
  switch (store.tab.value) {
    case 'findings':
      return <FindingsView store={store} />;
    case 'charts':
      return <ChartsView store={store} />;
    case 'events':
      return shown > 0 ? <EventGrid store={store} /> : <NothingShown store={store} />;
    case 'messages': {
      const mode = store.laneMode.value;
      const filter = store.filter.value;
      if (mode === 'batches') {
        if (store.environments.update(filter).length > 0) return <InvocationsView store={store} />;
        return <NoInvocations store={store} />;
      }
      if (store.lanes.update(filter, mode).count > 0) return <MessagesView store={store} mode={mode} />;
      return shown > 0 ? <NoLanes store={store} what="messages" /> : <NothingShown store={store} />;
    }
    case 'consumers':
      if (store.consumerLanes.list().length > 0) return <ConsumersView store={store} />;
      return shown > 0 ? <NoLanes store={store} what="consumers" /> : <NothingShown store={store} />;
  }
}

const NO_LANES = {
  messages: l10n.t('These events have no messages.'),
  consumers: l10n.t('No program has called the broker yet.'),
  gatewayConsumers: l10n.t('No program has called through the gateway yet.'),
  invocations: l10n.t('These events have no invocations of functions.'),
} as const;

/** There are events, but none that is about what the lanes are of. */
function NoLanes({
  store,
  what,
}: {
  readonly store: TraceStore;
  readonly what: 'messages' | 'consumers' | 'invocations';
}) {
  return (
    <div class="empty-state">
      <p>
        {
          NO_LANES[
            what === 'consumers' && store.source.gatewayName.value !== undefined ? 'gatewayConsumers' : what
          ]
        }
      </p>
      {!isEmptyFilter(store.filter.value) && (
        <vscode-button secondary onClick={() => store.setFilter({})}>
          {l10n.t('Clear Filter')}
        </vscode-button>
      )}
    </div>
  );
}

/** The bar stays, with the choice of other lanes. */
function NoInvocations({ store }: { readonly store: TraceStore }) {
  return (
    <div class="lanes-tab">
      <NoLanes store={store} what="invocations" />
      <LaneBar store={store} hasModes>
        <span class="legend" />
      </LaneBar>
    </div>
  );
}

/** What is shown is a file, and how to get back. */
function SavedNotice({ store }: { readonly store: TraceStore }) {
  const saved = store.saved.value;
  if (saved === undefined) return null;
  const facts = [
    saved.omittedCount > 0
      ? forCount(
          saved.omittedCount,
          l10n.t('the first event is left out'),
          l10n.t('the first {0} events are left out', formatCount(saved.omittedCount)),
        )
      : undefined,
    saved.unreadableCount > 0
      ? forCount(
          saved.unreadableCount,
          l10n.t('1 line could not be read'),
          l10n.t('{0} lines could not be read', formatCount(saved.unreadableCount)),
        )
      : undefined,
  ].filter((fact) => fact !== undefined);
  return (
    <div class="notice" role="status">
      <Icon name="archive" />
      <span class="notice-text">
        {saved.connection === undefined ? (
          <Sentence text={l10n.t('Saved trace {0}')} parts={[<strong key="file">{saved.fileName}</strong>]} />
        ) : (
          <Sentence
            text={l10n.t('Saved trace {0}, recorded by the gateway of {1}')}
            parts={[
              <strong key="file">{saved.fileName}</strong>,
              <strong key="connection">{saved.connection}</strong>,
            ]}
          />
        )}
        {facts.length > 0 && `: ${facts.join(', ')}`}
      </span>
      <button type="button" class="link" onClick={() => store.post({ type: 'closeSavedTrace' })}>
        {l10n.t('Back to Live Trace')}
      </button>
    </div>
  );
}

/** Says honestly that the list has holes, and fills them when asked. */
function MissingNotice({ store }: { readonly store: TraceStore }) {
  const { missing } = store.counts.value;
  const lost = store.lostCount.value;
  if (missing === 0 && lost === 0) return null;
  return (
    <div class="notice warning" role="status">
      <Icon name="warning" />
      <span class="notice-text">
        {missing > 0
          ? forCount(
              missing,
              l10n.t('1 event arrived too fast to be shown.'),
              l10n.t('{0} events arrived too fast to be shown.', formatCount(missing)),
            )
          : forCount(
              lost,
              l10n.t('1 event could not be restored, because it is no longer kept.'),
              l10n.t('{0} events could not be restored, because they are no longer kept.', formatCount(lost)),
            )}
      </span>
      {missing > 0 && (
        <button type="button" class="link" onClick={store.refill}>
          {l10n.t('Load Them')}
        </button>
      )}
      <button type="button" class="link" onClick={store.dismissGaps}>
        {l10n.t('Dismiss')}
      </button>
    </div>
  );
}

/** Why there is no row, which is not always that nothing happened. */
function NothingShown({ store }: { readonly store: TraceStore }) {
  const { kept, waiting } = store.counts.value;
  if (kept > 0 && !isEmptyFilter(store.filter.value)) {
    return (
      <div class="empty-state">
        <p>
          {kept === 1
            ? l10n.t('The only event does not match the filter.')
            : l10n.t('None of the {0} events matches the filter.', formatCount(kept))}
        </p>
        <vscode-button secondary onClick={() => store.setFilter({})}>
          {l10n.t('Clear Filter')}
        </vscode-button>
      </div>
    );
  }
  if (store.isPaused.value) {
    return (
      <div class="empty-state">
        <p>{l10n.t('Paused, {0} new.', formatCount(waiting))}</p>
        <vscode-button secondary onClick={store.togglePause}>
          {l10n.t('Continue')}
        </vscode-button>
      </div>
    );
  }
  if (store.saved.value !== undefined) {
    return (
      <div class="empty-state">
        <p>{l10n.t('This trace is empty.')}</p>
      </div>
    );
  }
  return (
    <div class="empty-state">
      <p>{l10n.t('No activity yet. Send a message, or start a program that uses a queue.')}</p>
      <vscode-button onClick={() => store.post({ type: 'openComposer' })}>
        {l10n.t('Send a Message')}
      </vscode-button>
    </div>
  );
}
