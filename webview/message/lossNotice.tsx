import * as l10n from '@vscode/l10n';
import { Icon } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { MessageStore } from './messageStore.ts';

/** Why the message can no longer be read; what was known of it stays below. */
export function LossNotice({ store }: { readonly store: MessageStore }) {
  const loss = store.loss.value;
  if (loss === undefined) return null;
  const isKnown = store.message.value !== undefined;
  // The bar of the broker says it already.
  if (loss.kind === 'closed' && isKnown && store.broker.value !== undefined) return null;
  const moved = loss.kind === 'gone' ? loss.moved : undefined;
  return (
    <div class={loss.kind === 'failed' ? 'notice error' : 'notice warning'} role="status">
      <Icon name={loss.kind === 'failed' ? 'error' : 'info'} />
      <span class="notice-text">{describeLoss(store, isKnown)}</span>
      {moved !== undefined && (
        <button type="button" class="link" onClick={() => store.show('moved')}>
          {l10n.t('Open it in {0}', queueNameOf(moved.queueArn))}
        </button>
      )}
    </div>
  );
}

/** Which message it was, of one that this window never read, and what can still be known of it. */
export function NeverFound({ store }: { readonly store: MessageStore }) {
  const lost = store.lost.value;
  if (lost === undefined || store.loss.value === undefined) return null;
  return (
    <div class="empty-state">
      <p class="mono lost-id">{lost.messageId}</p>
      <p>{l10n.t('Queue {0}', queueNameOf(lost.queueArn))}</p>
      <button type="button" class="link" onClick={store.showQueue}>
        {l10n.t('Show Queue')}
      </button>
      {store.canRun('showMessageInTrace') && (
        <button type="button" class="link" onClick={store.showLostInTrace}>
          {l10n.t('Show in Trace')}
        </button>
      )}
    </div>
  );
}

function describeLoss(store: MessageStore, isKnown: boolean): string {
  const loss = store.loss.value;
  switch (loss?.kind) {
    case 'gone':
      if (loss.moved !== undefined)
        return l10n.t('The message was moved to {0}.', queueNameOf(loss.moved.queueArn));
      if (!isKnown) return l10n.t('The message is no longer in the queue.');
      return store.isCut.value
        ? l10n.t('The message is no longer in the queue. This is the start of its body.')
        : l10n.t('The message is no longer in the queue. You see the message as it was.');
    case 'closed':
      return l10n.t('The connection of this queue is closed.');
    case 'failed':
      return loss.text;
    case undefined:
      return '';
  }
}
