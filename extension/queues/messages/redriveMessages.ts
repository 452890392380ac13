import { l10n } from 'vscode';
import { redriveMessages } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickMessages, type PickMessagesNeeds } from './pickMessages.ts';

/** Sends chosen dead letters back to the queues that they came from. */
export async function redriveMessagesCommand(
  services: PickMessagesNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, l10n.t('Redrive Messages'));
  if (!picked) return;
  const messageIds = picked.messages.map(({ messageId }) => messageId);
  const result = await services.session.request(redriveMessages, { queueArn: picked.queueArn, messageIds });
  tellOutcome(
    (count) => forCount(count, l10n.t('Redrove 1 message.'), l10n.t('Redrove {0} messages.', count)),
    result,
  );
}
