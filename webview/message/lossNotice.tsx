import * as l10n from '@vscode/l10n';
import { Notice } from '../shared/notice.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { MessageStore } from './messageStore.ts';

/** Nothing is wrong with a message that is done. */
const LOSS_NOTICES = { gone: 'info', closed: 'warning', failed: 'error' } as const;

/** Why the message can no longer be read; what was known of it stays below. */
export function LossNotice({ store }: { readonly store: MessageStore }) {
  const loss = store.loss.value;
  if (loss === undefined) return null;
  const isKnown = store.message.value !== undefined;
  // The bar of the broker says it already.
  if (loss.kind === 'closed' && isKnown && store.broker.value !== undefined) return null;
  const moved = loss.kind === 'gone' ? loss.moved : undefined;
  return (
    <Notice kind={LOSS_NOTICES[loss.kind]} text={describeLoss(store, isKnown)}>
      {moved !== undefined && (
        <button type="button" class="link" onClick={() => store.show('moved')}>
          {l10n.t('Open it in {0}', queueNameOf(moved.queueArn))}
        </button>
      )}
    </Notice>
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
      {store.loss.value.kind === 'gone' && store.loss.value.moved === undefined && (
        <p>
          {l10n.t('A consumer or a user may have deleted or moved it, or its retention period has ended.')}
        </p>
      )}
      <div class="empty-actions">
        {store.canRun('showMessageInTrace') && (
          <vscode-button onClick={store.showLostInTrace}>{l10n.t('Show in Trace')}</vscode-button>
        )}
        <vscode-button secondary onClick={store.showQueue}>
          {l10n.t('Show Queue')}
        </vscode-button>
      </div>
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
