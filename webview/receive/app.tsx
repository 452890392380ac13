import * as l10n from '@vscode/l10n';
import { RUN_KEYS } from '../shared/actionBar.tsx';
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
      <div class="receive-head">
        <ReceiveForm store={store} />
        <div class="receive-bar floating">
          {store.pending.value === undefined ? (
            <vscode-button class="receive-button" disabled={!store.canReceive.value} onClick={store.start}>
              {l10n.t('Receive')}
            </vscode-button>
          ) : (
            <vscode-button secondary class="receive-button" onClick={store.cancel}>
              {l10n.t('Stop Waiting')}
            </vscode-button>
          )}
          <div class="receive-keys">
            <span class="dim keys">{RUN_KEYS}</span>
            <MistakesLink count={store.mistakeCount.value} />
          </div>
        </div>
      </div>
      <Outcome store={store} />
      <ReceivedList store={store} />
    </QueuePage>
  );
}

function Outcome({ store }: { readonly store: ReceiveStore }) {
  const outcome = store.outcome.value;
  if (store.pending.value !== undefined)
    return (
      <p class="dim receive-outcome" role="status">
        {l10n.t('Waiting for messages.')}
      </p>
    );
  if (outcome === undefined) return null;
  if (outcome.kind === 'failed')
    return (
      <p class="field-problem receive-outcome" role="alert">
        {outcome.failure.message}
      </p>
    );
  return (
    <p class="dim receive-outcome" role="status">
      {outcome.count === 0
        ? l10n.t('No message was visible.')
        : l10n.t('Received {0}.', countMessages(outcome.count))}
    </p>
  );
}
