import { l10n } from 'vscode';
import { getMessage } from '../../../broker/protocol/message.ts';
import { copyText } from '../../ground/copyText.ts';
import { pickMessage, type PickMessageNeeds } from './pickMessage.ts';

export async function copyMessageBody(services: PickMessageNeeds, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Copy Message Body'));
  if (!picked) return;
  const { queue, message } = picked;
  const { body } = await services.session.request(getMessage, {
    queueArn: queue.arn,
    messageId: message.messageId,
  });
  await copyText(body, l10n.t('Copied the body of the message.'));
}
