import { l10n } from 'vscode';
import type { MessageState, MessageSummary } from '../../../broker/protocol/message.ts';
import type { Capability } from '../../connections/capabilities.ts';
import type { PlacedQueue } from '../../connections/connection.ts';
import { isMessageRow, type MessageRow } from '../../connections/messageRow.ts';
import { formatQueueRef } from '../../connections/queueRef.ts';
import { readTime } from '../../connections/readTime.ts';
import { showMissing } from '../../ground/missing.ts';
import { escapeIcons } from '../../ground/oneLine.ts';
import { pickSeveral } from '../../ground/pick.ts';
import { describeNoMessage } from '../conditions.ts';
import { findQueue, narrow, pickQueue, type PickQueueNeeds, SELECTION_ARGUMENT } from '../pickQueue.ts';
import { countMessages } from '../queueText.ts';
import { describeMessage, labelMessage } from './messageText.ts';

/** Messages of one queue that a command is about. */
export interface PickedMessages<C extends Capability> extends PlacedQueue<C> {
  readonly messages: readonly MessageSummary[];
}

export interface MessagesQuestion<C extends Capability> {
  readonly title: string;
  /** What the connection must be able to do; peeking too where the user has to choose. */
  readonly needs: readonly C[];
  /** Asks only for messages in these states. */
  readonly among?: {
    readonly states: readonly MessageState[];
    /** Said when the queue that was chosen has none by then. */
    readonly none: (queueName: string) => string;
    /** Said when no queue has one. */
    readonly nowhere: string;
  };
}

/** Limit of the peek method; for more messages, use the whole queue. */
const MAXIMUM_PICKS = 100;

/**
 * The messages that a command is about: the selected rows of one queue, or the user's choice.
 * @returns undefined when the user chose none
 */
export async function pickMessages<C extends Capability>(
  services: PickQueueNeeds,
  target: unknown,
  selection: unknown,
  { title, needs, among }: MessagesQuestion<C>,
): Promise<PickedMessages<C> | undefined> {
  const isKey = target === SELECTION_ARGUMENT;
  const rows = isKey ? services.view.selection.filter(isMessageRow) : listRows(target, selection);
  const first = rows[0];
  if (isKey && first === undefined) return undefined;
  if (first) {
    // Operations are about one queue: the one of the row that the command was called on.
    const id = formatQueueRef(first.queueRef);
    const messages = rows
      .filter(({ queueRef }) => formatQueueRef(queueRef) === id)
      .map(({ message }) => message);
    const found = findQueue(services, first);
    if (!found) void showMissing({ text: l10n.t('This queue no longer exists.') });
    const placed = found && narrow(found, needs);
    return placed && { ...placed, messages };
  }
  const placed = await pickQueue(services, target, {
    title,
    needs: ['peek' as const, ...needs],
    accepts: ({ counts }) =>
      among === undefined ? countMessages(counts) > 0 : among.states.some((state) => counts[state] > 0),
    none: among === undefined ? describeNoMessage() : { text: among.nowhere },
  });
  if (!placed) return undefined;
  const { connection, queue } = placed;
  const messages: MessageSummary[] = [];
  for (const state of among?.states ?? [undefined])
    messages.push(...(await listMessages(placed, state, MAXIMUM_PICKS - messages.length)));
  const choices = messages.map((message) => ({
    label: escapeIcons(labelMessage(message.preview)),
    description: describeMessage(message, readTime(connection)),
    detail: message.messageId,
    value: message,
  }));
  const chosen = await pickSeveral(choices, {
    title: `${title}: ${queue.name}`,
    placeHolder: l10n.t('Messages'),
    matchOnDescription: true,
    matchOnDetail: true,
    none: { text: among?.none(queue.name) ?? l10n.t('{0} is empty.', queue.name) },
  });
  return chosen && { ...placed, messages: chosen };
}

/** A page of large messages has fewer than asked for. */
async function listMessages(
  { connection, queue }: PlacedQueue<'peek'>,
  state: MessageState | undefined,
  maximum: number,
): Promise<readonly MessageSummary[]> {
  const messages: MessageSummary[] = [];
  let cursor: string | undefined;
  if (maximum === 0) return messages;
  do {
    const page = await connection.can.peek.page({
      queueArn: queue.arn,
      limit: maximum - messages.length,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    messages.push(...page.messages);
    cursor = page.nextCursor;
  } while (cursor !== undefined && messages.length < maximum);
  return messages;
}

/** The row that a command was called on comes first; it may be outside the selection, which then does not count. */
function listRows(target: unknown, selection: unknown): MessageRow[] {
  if (!isMessageRow(target)) return [];
  const selected = Array.isArray(selection) ? selection.filter(isMessageRow) : [];
  return selected.includes(target) ? [target, ...selected.filter((row) => row !== target)] : [target];
}
