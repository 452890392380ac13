import { l10n, window } from 'vscode';
import { forCount } from '../../ground/forCount.ts';
import type { PickQueueNeeds } from '../pickQueue.ts';
import { showOutcome } from './showOutcome.ts';
import { pickMessages } from './pickMessages.ts';

export interface DeleteMessagesNeeds extends PickQueueNeeds {
  /** Shown beside the debugged programs, and read again when their messages were changed. */
  readonly inFlight: { refresh(): Promise<void> };
}

/** Deletes messages after asking, even if a consumer is processing them. */
export async function deleteMessagesCommand(
  services: DeleteMessagesNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, {
    title: l10n.t('Delete Messages'),
    needs: ['change'],
  });
  if (!picked) return;
  const { connection, queue, messages } = picked;
  const action = l10n.t('Delete');
  const choice = await window.showWarningMessage(
    forCount(
      messages.length,
      l10n.t('Delete 1 message from {0}?', queue.name),
      l10n.t('Delete {0} messages from {1}?', messages.length, queue.name),
    ),
    {
      modal: true,
      detail: [
        forCount(
          messages.length,
          l10n.t('A consumer that is processing it can no longer delete or extend it.'),
          l10n.t('A consumer that is processing one of them can no longer delete or extend it.'),
        ),
        connection.can.undo ? l10n.t('You can undo this for ten minutes.') : l10n.t('You can’t undo this.'),
      ].join(' '),
    },
    action,
  );
  if (choice !== action) return;
  const messageIds = messages.map(({ messageId }) => messageId);
  const result = await connection.can.change.delete({ queueArn: queue.arn, messageIds });
  showOutcome(
    (count) =>
      forCount(
        count,
        l10n.t('Deleted 1 message from {0}.', queue.name),
        l10n.t('Deleted {0} messages from {1}.', count, queue.name),
      ),
    result,
    { connection },
  );
  await services.inFlight.refresh();
}
