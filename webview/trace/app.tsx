import { formatCount, formatQuantity } from '../shared/byteFormat.ts';
import { BrokerNotice } from '../shared/brokerNotice.tsx';
import { Icon } from '../shared/controls.tsx';
import { Chart } from './chart.tsx';
import { Details } from './details.tsx';
import { isEmptyFilter } from './eventFilter.ts';
import { EventGrid } from './eventGrid.tsx';
import { Toolbar } from './toolbar.tsx';
import type { TraceStore } from './traceStore.ts';

/** The trace: what happened to every message, live. */
export function Trace({ store }: { readonly store: TraceStore }) {
  const broker = store.broker.value;
  if (broker === undefined) return null;
  const rowCount = store.revision.value >= 0 ? store.log.rowCount : 0;
  return (
    <main class="trace">
      <h1 class="visually-hidden">Queue trace</h1>
      <Toolbar store={store} />
      <BrokerNotice
        broker={broker}
        onStart={() => store.post({ type: 'startBroker' })}
        onShowLog={() => store.post({ type: 'showLog' })}
      />
      <MissingNotice store={store} />
      {store.showsChart.value && store.log.size > 0 && <Chart store={store} />}
      <div class="split">
        <div class="list">
          {rowCount === 0 ? <NothingShown store={store} /> : <EventGrid store={store} />}
          {rowCount > 0 && !store.isFollowing.value && !store.isPaused.value && (
            <button type="button" class="jump" onClick={() => (store.isFollowing.value = true)}>
              <Icon name="arrow-down" /> Follow newest
            </button>
          )}
        </div>
        <Details store={store} />
      </div>
    </main>
  );
}

/** Says honestly that the list has holes, and fills them when asked. */
function MissingNotice({ store }: { readonly store: TraceStore }) {
  const missing = store.revision.value >= 0 ? store.log.missingCount : 0;
  const lost = store.lostCount.value;
  if (missing === 0 && lost === 0) return null;
  return (
    <div class="notice warning" role="status">
      <Icon name="warning" />
      <span class="notice-text">
        {missing > 0
          ? `${formatQuantity(missing, 'event')} ${missing === 1 ? 'was' : 'were'} dropped because they came faster than they could be shown.`
          : `${formatQuantity(lost, 'event')} could not be brought back: the broker no longer keeps them.`}
      </span>
      {missing > 0 && (
        <button type="button" class="link" onClick={store.refill}>
          Load them
        </button>
      )}
      <button type="button" class="link" onClick={store.dismissGaps}>
        Dismiss
      </button>
    </div>
  );
}

/** Why there is no row, which is not always that nothing happened. */
function NothingShown({ store }: { readonly store: TraceStore }) {
  const { log } = store;
  if (log.size > 0 && !isEmptyFilter(store.filter.value)) {
    return (
      <div class="empty-state">
        <p>None of the {formatCount(log.size)} events matches the filter.</p>
        <vscode-button secondary onClick={() => store.setFilter({})}>
          Clear Filter
        </vscode-button>
      </div>
    );
  }
  if (store.isPaused.value) {
    return (
      <div class="empty-state">
        <p>Paused, {formatCount(log.waitingCount)} new.</p>
        <vscode-button secondary onClick={store.togglePause}>
          Continue
        </vscode-button>
      </div>
    );
  }
  if (store.broker.value?.kind !== 'running') {
    return (
      <div class="empty-state">
        <p>What happens to your messages shows here while the broker runs.</p>
      </div>
    );
  }
  return (
    <div class="empty-state">
      <p>Nothing has happened yet. Send a message, or start a program that uses a queue.</p>
      <vscode-button secondary onClick={() => store.post({ type: 'openComposer' })}>
        Send a Message
      </vscode-button>
    </div>
  );
}
