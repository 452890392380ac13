import { randomUUID } from 'node:crypto';
import { l10n, window } from 'vscode';
import { sendMessage } from '../../broker/protocol/message.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';

/** Sends one line of text without leaving the keyboard; the composer does everything else. */
export async function sendMessageCommand(
  services: PickQueueNeeds,
  target?: unknown,
): Promise<string | undefined> {
  const title = l10n.t('Send Message');
  const queue = await pickQueue(services, target, { title });
  if (!queue) return undefined;
  const body = await window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: ${queue.name}`,
    prompt: l10n.t('Message body'),
    placeHolder: '{"id": 1}',
    validateInput: (value) => (value === '' ? l10n.t('The message body can’t be empty.') : undefined),
  });
  if (body === undefined) return undefined;
  const groupId = queue.kind === 'fifo' ? await askForGroup(title) : undefined;
  if (queue.kind === 'fifo' && groupId === undefined) return undefined;
  const { messageId } = await services.session.request(sendMessage, {
    queueArn: queue.arn,
    body,
    // A quick send must not be deduplicated, so it gets a new deduplication id.
    ...(groupId === undefined ? {} : { groupId, deduplicationId: randomUUID() }),
  });
  window.setStatusBarMessage(l10n.t('Sent message {0} to {1}', messageId, queue.name), 5000);
  return messageId;
}

function askForGroup(title: string): Thenable<string | undefined> {
  return window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt: l10n.t('Message group'),
    value: 'default',
    validateInput: (value) =>
      /^[!-~]{1,128}$/.test(value)
        ? undefined
        : l10n.t('Use 1 to 128 letters, digits and punctuation marks.'),
  });
}
