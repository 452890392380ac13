import { commands, l10n } from 'vscode';
import { refOf } from '../connections/connection.ts';
import { isMessageRow } from '../connections/messageRow.ts';
import { showMissing } from '../ground/missing.ts';
import { formatShortMoment } from '../ground/moments.ts';
import { formatBody } from '../queues/messages/bodyText.ts';
import { type PickedMessage, pickMessage, type PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { writeForComparison } from './comparison.ts';
import { MessageInEditor } from './messageInEditor.ts';

interface Needs extends PickMessageNeeds {
  readonly texts: ReadOnlyTexts;
}

/** Shows two messages side by side in the editor for differences: the two that are selected, or one and the user's choice. */
export async function compareMessages(services: Needs, target?: unknown, selection?: unknown): Promise<void> {
  const title = l10n.t('Compare');
  const selected = Array.isArray(selection) ? selection.filter(isMessageRow) : [];
  if (selected.length > 2) {
    void showMissing({ text: l10n.t('Select two messages to compare them.') });
    return;
  }
  const left = await pickMessage(services, target, title);
  if (!left) return;
  const other = selected.length === 2 ? selected.find((row) => row !== target) : undefined;
  // The queue of the first message is the first that is offered.
  const near = { ...services, view: { selection: [new MessageInEditor(left.message, refOf(left))] } };
  const right = await pickMessage(near, other, l10n.t('Compare With'));
  if (!right) return;
  const [leftName, rightName] = nameSides(left, right);
  const [leftUri, rightUri] = await Promise.all([
    addSide(services, left, leftName),
    addSide(services, right, rightName),
  ]);
  await commands.executeCommand('vscode.diff', leftUri, rightUri, `${leftName} ↔ ${rightName}`, {
    preview: true,
  });
}

/** Of an ID: enough to tell two messages apart. */
const SHOWN_ID = 8;

/** Messages of the same queue and time are told apart by their IDs. */
function nameSides(left: PickedMessage, right: PickedMessage): readonly [string, string] {
  const name = ({ queue, message }: PickedMessage) => `${queue.name} · ${formatShortMoment(message.sentAt)}`;
  if (name(left) !== name(right)) return [name(left), name(right)];
  const nameById = (side: PickedMessage) => `${name(side)} · ${side.message.messageId.slice(0, SHOWN_ID)}`;
  return [nameById(left), nameById(right)];
}

async function addSide({ texts }: Needs, { connection, queue, message }: PickedMessage, name: string) {
  const details = await connection.can.peek.read(queue.arn, message.messageId);
  return texts.add(`${name}.txt`, writeForComparison(details, await formatBody(details.body)));
}
