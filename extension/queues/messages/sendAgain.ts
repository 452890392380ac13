import { l10n } from 'vscode';
import { sendAgain } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickMessages, type PickMessagesNeeds } from './pickMessages.ts';

/** Sends copies of messages to the queue that they are in. */
export async function sendAgainCommand(
  services: PickMessagesNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, l10n.t('Send Again'));
  if (!picked) return;
  const messageIds = picked.messages.map(({ messageId }) => messageId);
  const result = await services.session.request(sendAgain, { queueArn: picked.queueArn, messageIds });
  tellOutcome(
    (count) => forCount(count, l10n.t('Sent 1 message again.'), l10n.t('Sent {0} messages again.', count)),
    result,
  );
}
