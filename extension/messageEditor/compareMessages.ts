import { commands, l10n } from 'vscode';
import { refOf } from '../connections/connection.ts';
import { isMessageRow } from '../connections/messageRow.ts';
import { formatShortMoment } from '../ground/moments.ts';
import { formatBody } from '../queues/messages/bodyText.ts';
import { type PickedMessage, pickMessage, type PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { writeForComparison } from './comparison.ts';
import { MessageInEditor } from './shownMessage.ts';

interface Needs extends PickMessageNeeds {
  readonly texts: ReadOnlyTexts;
}

/** Shows two messages side by side in the editor for differences: the two that are selected, or one and the user's choice. */
export async function compareMessages(services: Needs, target?: unknown, selection?: unknown): Promise<void> {
  const title = l10n.t('Compare');
  const left = await pickMessage(services, target, title);
  if (!left) return;
  const selected = Array.isArray(selection) ? selection.filter(isMessageRow) : [];
  const other = selected.length === 2 ? selected.find((row) => row !== target) : undefined;
  // The queue of the first message is the first that is offered.
  const near = { ...services, view: { selection: [new MessageInEditor(left.message, refOf(left))] } };
  const right = await pickMessage(near, other, l10n.t('Compare With'));
  if (!right) return;
  const [leftSide, rightSide] = await Promise.all([left, right].map((side) => addSide(services, side)));
  if (leftSide === undefined || rightSide === undefined) return;
  await commands.executeCommand(
    'vscode.diff',
    leftSide.uri,
    rightSide.uri,
    `${leftSide.name} ↔ ${rightSide.name}`,
    { preview: true },
  );
}

async function addSide({ texts }: Needs, { connection, queue, message }: PickedMessage) {
  const details = await connection.can.peek.read(queue.arn, message.messageId);
  const text = writeForComparison(details, await formatBody(details.body));
  const name = `${queue.name} · ${formatShortMoment(message.sentAt)}`;
  return { name, uri: texts.add(`${name}.txt`, text) };
}
