import { commands, l10n, Uri } from 'vscode';
import { formatMessageUri, looksLikeJson } from './messageUri.ts';
import { pickMessage, type PickMessageNeeds } from './pickMessage.ts';

/** Opens the body of a message as a read-only document, with everything that the text editor can do. */
export async function openBodyAsText(services: PickMessageNeeds, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Open Body as Text'));
  if (!picked) return;
  const { connection, queue, message } = picked;
  const uri = Uri.from(
    formatMessageUri({
      connectionId: connection.id,
      queueName: queue.name,
      messageId: message.messageId,
      isJson: looksLikeJson(message.preview),
    }),
  );
  await commands.executeCommand('vscode.open', uri, { preview: true });
}
