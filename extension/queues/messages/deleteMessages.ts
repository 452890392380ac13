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
    messages.length === 1
      ? l10n.t('Delete this message of {0}?', queue.name)
      : l10n.t('Delete {0} messages of {1}?', messages.length, queue.name),
    {
      modal: true,
      detail: connection.can.putBack
        ? l10n.t(
            'A consumer that is processing one can no longer delete or extend it. You can undo this for ten minutes.',
          )
        : l10n.t('A consumer that is processing one can no longer delete or extend it. You can’t undo this.'),
    },
    action,
  );
  if (choice !== action) return;
  const messageIds = messages.map(({ messageId }) => messageId);
  const result = await connection.can.change.delete({ queueArn: queue.arn, messageIds });
  await services.inFlight.refresh();
  showOutcome(
    (count) =>
      forCount(
        count,
        l10n.t('Deleted 1 message of {0}.', queue.name),
        l10n.t('Deleted {0} messages of {1}.', count, queue.name),
      ),
    result,
    { connection, afterUndo: () => services.inFlight.refresh() },
  );
}
