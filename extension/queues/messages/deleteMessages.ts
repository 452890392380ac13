import { l10n, window } from 'vscode';
import { deleteMessages } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { nameOfArn } from '../../ground/text.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickMessages, type PickMessagesNeeds } from './pickMessages.ts';

export interface DeleteMessagesNeeds extends PickMessagesNeeds {
  /** Shown beside the debugged programs, and read again when their messages were changed. */
  readonly inFlight: { refresh(): Promise<void> };
}

/** Deletes messages after asking, even if a consumer is processing them. */
export async function deleteMessagesCommand(
  services: DeleteMessagesNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, l10n.t('Delete Messages'));
  if (!picked) return;
  const { queueArn, messages } = picked;
  const action = l10n.t('Delete');
  const choice = await window.showWarningMessage(
    messages.length === 1
      ? l10n.t('Delete this message of {0}?', nameOfArn(queueArn))
      : l10n.t('Delete {0} messages of {1}?', messages.length, nameOfArn(queueArn)),
    {
      modal: true,
      detail: l10n.t(
        'A consumer that is processing one can no longer delete or extend it. You can’t undo this.',
      ),
    },
    action,
  );
  if (choice !== action) return;
  const messageIds = messages.map(({ messageId }) => messageId);
  const result = await services.session.request(deleteMessages, { queueArn, messageIds });
  await services.inFlight.refresh();
  tellOutcome(
    (count) => forCount(count, l10n.t('Deleted 1 message.'), l10n.t('Deleted {0} messages.', count)),
    result,
  );
}
