import { l10n } from 'vscode';
import { copyText } from '../../ground/copyText.ts';
import { pickMessage, type PickMessageNeeds } from './pickMessage.ts';

export async function copyMessageBody(services: PickMessageNeeds, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Copy Message Body'));
  if (!picked) return;
  const { connection, queue, message } = picked;
  const { body } = await connection.can.peek.read(queue.arn, message.messageId);
  await copyText(body, l10n.t('Copied the body of the message.'));
}
