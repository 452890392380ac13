import { BrokerNotice } from '../shared/brokerNotice.tsx';
import { LoadForm } from './loadForm.tsx';
import type { LoadStore } from './loadStore.ts';
import { LoadResults } from './loadResults.tsx';

/** The whole panel: what to send on the left, what came of it on the right, below each other where it is narrow. */
export function LoadPanel({ store }: { readonly store: LoadStore }) {
  const broker = store.broker.value;
  if (broker === undefined) return null;
  const hasNoQueue =
    broker.kind === 'running' && store.queues.value.length === 0 && store.run.value === undefined;
  const startFromAnywhere = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    store.start();
  };
  return (
    <main class="load" onKeyDown={startFromAnywhere}>
      <h1 class="visually-hidden">Load test</h1>
      <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      {hasNoQueue ? (
        <div class="empty-state">
          <p>There is no queue to send to yet.</p>
          <vscode-button onClick={store.createQueue}>Create Queue</vscode-button>
        </div>
      ) : (
        <div class="columns">
          <LoadForm store={store} />
          <LoadResults store={store} />
        </div>
      )}
    </main>
  );
}
