import { l10n } from 'vscode';
import { isMessageRow } from '../../connections/messageRow.ts';
import { copyText } from '../../ground/copyText.ts';
import { forCount } from '../../ground/forCount.ts';
import { SELECTION_ARGUMENT } from '../pickQueue.ts';
import { type PickedMessage, pickMessage, type PickMessageNeeds } from './pickMessage.ts';

/** Copies the bodies of messages, one below the other. */
export async function copyMessageBody(
  services: PickMessageNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked: PickedMessage[] = [];
  for (const row of listTargets(services, target, selection)) {
    const message = await pickMessage(services, row, l10n.t('Copy Message Body'));
    if (!message) return;
    picked.push(message);
  }
  if (picked.length === 0) return;
  const bodies = await Promise.all(
    picked.map(({ connection, queue, message }) => connection.can.peek.read(queue.arn, message.messageId)),
  );
  await copyText(
    bodies.map(({ body }) => body).join('\n'),
    forCount(
      bodies.length,
      l10n.t('Copied the body of the message.'),
      l10n.t('Copied the bodies of {0} messages.', bodies.length),
    ),
  );
}

/** What the user means: the selected rows, the one that the command was called on, or what is asked for. */
function listTargets({ view }: PickMessageNeeds, target: unknown, selection: unknown): readonly unknown[] {
  if (target === SELECTION_ARGUMENT) return view.selection.filter(isMessageRow);
  const rows = Array.isArray(selection) ? selection.filter(isMessageRow) : [];
  return rows.some((row) => row === target) ? rows : [target];
}
