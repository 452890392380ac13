import * as l10n from '@vscode/l10n';
import { ActionBar } from '../shared/actionBar.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { Notice } from '../shared/notice.tsx';
import { countMessages, forCount } from '../shared/quantities.ts';
import { QueuePage } from '../shared/queuePage.tsx';
import { ReceivedList, showReceived } from './receivedList.tsx';
import { ReceiveForm } from './receiveForm.tsx';
import { SamplePanel } from './samplePanel.tsx';
import type { ReceiveStore } from './receiveStore.ts';

/** The page of a consumer, or that of a sample. */
export function ReceivePage({ store }: { readonly store: ReceiveStore }) {
  const sample = store.sample.value;
  return sample === undefined ? (
    <ReceivePanel store={store} />
  ) : (
    <SamplePanel store={store} sample={sample} />
  );
}

/** What to ask for above, what was received below. */
function ReceivePanel({ store }: { readonly store: ReceiveStore }) {
  const isWaiting = store.pending.value !== undefined;
  return (
    <QueuePage
      name="receive"
      title={l10n.t('Receive as a consumer')}
      emptyText={l10n.t('No queues yet. Create a queue to receive its messages.')}
      choice={store}
      hasContent={store.rows.value.length > 0}
      onRun={store.start}
    >
      <ReceiveForm store={store} />
      <ActionBar
        label={isWaiting ? l10n.t('Stop Waiting') : l10n.t('Receive')}
        stops={isWaiting}
        canRun={isWaiting || store.canReceive.value}
        onRun={isWaiting ? store.cancel : store.start}
        mistakeCount={store.mistakeCount.value}
        outcome={<Outcome store={store} />}
      >
        {store.rows.value.length > 0 && <ListActions store={store} />}
      </ActionBar>
      <ReceivedList store={store} />
    </QueuePage>
  );
}

function Outcome({ store }: { readonly store: ReceiveStore }) {
  const outcome = store.outcome.value;
  if (store.pending.value !== undefined)
    return (
      <p class="outcome dim" role="status">
        {l10n.t('Waiting for messages.')}
      </p>
    );
  if (outcome === undefined) return null;
  if (outcome.kind === 'failed') return <Notice kind="error" text={outcome.failure.message} />;
  if (outcome.count === 0)
    return (
      <p class="outcome dim" role="status">
        {l10n.t('No message was visible.')}
      </p>
    );
  return (
    <p class="outcome dim" role="status">
      {l10n.t('Received {0}.', countMessages(outcome.count))}{' '}
      <button type="button" class="link received-link" onClick={showReceived}>
        {l10n.t('Show Messages')}
      </button>
    </p>
  );
}

/** What is done with all of the list, which is below. */
function ListActions({ store }: { readonly store: ReceiveStore }) {
  const count = store.listInFlight().length;
  return (
    <>
      <button type="button" class="link" disabled={count === 0} onClick={store.deleteAll}>
        {forCount(count, l10n.t('Delete 1 in Flight…'), l10n.t('Delete {0} in Flight…', formatCount(count)))}
      </button>
      <button type="button" class="link" disabled={count === store.rows.value.length} onClick={store.clear}>
        {l10n.t('Clear Finished')}
      </button>
    </>
  );
}
