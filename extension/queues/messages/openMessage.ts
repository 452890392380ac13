import { commands, l10n, Uri } from 'vscode';
import { formatMessageUri, looksLikeJson } from './messageUri.ts';
import { type PickedMessage, pickMessage, type PickMessageNeeds } from './pickMessage.ts';

/** Opens the body of a message as a read-only document. */
export async function openMessage(services: PickMessageNeeds, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Open Message'));
  if (picked) await openPicked(picked);
}

export async function openPicked({ queue, message }: PickedMessage): Promise<void> {
  const uri = Uri.from(
    formatMessageUri({
      queueName: queue.name,
      messageId: message.messageId,
      isJson: looksLikeJson(message.preview),
    }),
  );
  await commands.executeCommand('vscode.open', uri, { preview: true });
}

/** Looks at a waiting message without receiving it. */
export async function peekMessagesCommand(services: PickMessageNeeds, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Peek'));
  if (picked) await openPicked(picked);
}
