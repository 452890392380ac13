import * as l10n from '@vscode/l10n';
import { MistakesLink } from '../shared/mistakesLink.tsx';
import { countMessages } from '../shared/quantities.ts';
import { QueuePage } from '../shared/queuePage.tsx';
import { ReceivedList } from './receivedList.tsx';
import { ReceiveForm } from './receiveForm.tsx';
import type { ReceiveStore } from './receiveStore.ts';

/** What to ask for above, what was received below. */
export function ReceivePanel({ store }: { readonly store: ReceiveStore }) {
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
      <div class="receive-bar">
        {store.pending.value === undefined ? (
          <vscode-button class="receive-button" disabled={!store.canReceive.value} onClick={store.start}>
            {l10n.t('Receive')}
          </vscode-button>
        ) : (
          <vscode-button secondary class="receive-button" onClick={store.cancel}>
            {l10n.t('Stop Waiting')}
          </vscode-button>
        )}
        <MistakesLink count={store.mistakeCount.value} />
        <Outcome store={store} />
      </div>
      <ReceivedList store={store} />
    </QueuePage>
  );
}

function Outcome({ store }: { readonly store: ReceiveStore }) {
  const outcome = store.outcome.value;
  if (store.pending.value !== undefined)
    return (
      <span class="dim" role="status">
        {l10n.t('Waiting for messages.')}
      </span>
    );
  if (outcome === undefined) return null;
  if (outcome.kind === 'failed')
    return (
      <span class="field-problem" role="alert">
        {outcome.failure.message}
      </span>
    );
  return (
    <span class="dim" role="status">
      {outcome.count === 0
        ? l10n.t('No message was visible.')
        : l10n.t('Received {0}.', countMessages(outcome.count))}
    </span>
  );
}
