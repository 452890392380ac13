import { l10n } from 'vscode';
import { type MessageState, type MessageSummary, peekMessages } from '../../../broker/protocol/message.ts';
import { isMessageRow, type MessageRow } from '../../ground/messageRow.ts';
import { escapeIcons } from '../../ground/oneLine.ts';
import { pickSeveral } from '../../ground/pick.ts';
import { describeNoMessage } from '../conditions.ts';
import { pickQueue, type PickQueueNeeds } from '../pickQueue.ts';
import { countMessages } from '../queueText.ts';
import { describeMessage, labelMessage } from './messageText.ts';

export interface PickMessagesNeeds extends PickQueueNeeds {
  /** The broker's. */
  readonly clock: { readonly now: number };
}

/** Messages of one queue that a command is about. */
export interface PickedMessages {
  readonly queueArn: string;
  readonly messages: readonly MessageSummary[];
}

/** Limit of the peek method; for more messages, use the whole queue. */
const MAXIMUM_PICKS = 100;

/**
 * The messages that a command is about: the selected rows of one queue, or the user's choice.
 * @param state asks only for messages in this state
 * @returns undefined when the user chose none
 */
export async function pickMessages(
  services: PickMessagesNeeds,
  target: unknown,
  selection: unknown,
  title: string,
  state?: MessageState,
): Promise<PickedMessages | undefined> {
  const rows = listRows(target, selection);
  const first = rows[0];
  if (first) {
    // Operations are about one queue: the one of the row that the command was called on.
    const messages = rows.filter(({ queueArn }) => queueArn === first.queueArn).map(({ message }) => message);
    return { queueArn: first.queueArn, messages };
  }
  const queue = await pickQueue(services, target, {
    title,
    accepts: ({ counts }) => countMessages(counts) > 0,
    none: describeNoMessage(),
  });
  if (!queue) return undefined;
  const messages = await listMessages(services, queue.arn, state);
  const choices = messages.map((message) => ({
    label: escapeIcons(labelMessage(l10n.t, message.preview)),
    description: describeMessage(l10n.t, message, services.clock.now),
    detail: message.messageId,
    value: message,
  }));
  const chosen = await pickSeveral(choices, {
    title: `${title}: ${queue.name}`,
    placeHolder: l10n.t('Messages'),
    matchOnDescription: true,
    matchOnDetail: true,
    none: { text: l10n.t('{0} has no such message.', queue.name) },
  });
  return chosen && { queueArn: queue.arn, messages: chosen };
}

/** A page of large messages has fewer than asked for. */
async function listMessages(
  { session }: PickMessagesNeeds,
  queueArn: string,
  state: MessageState | undefined,
): Promise<readonly MessageSummary[]> {
  const messages: MessageSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await session.request(peekMessages, {
      queueArn,
      limit: MAXIMUM_PICKS - messages.length,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    messages.push(...page.messages);
    cursor = page.nextCursor;
  } while (cursor !== undefined && messages.length < MAXIMUM_PICKS);
  return messages;
}

/** The row that a command was called on comes first; it may be outside the selection, which then does not count. */
function listRows(target: unknown, selection: unknown): MessageRow[] {
  if (!isMessageRow(target)) return [];
  const selected = Array.isArray(selection) ? selection.filter(isMessageRow) : [];
  return selected.includes(target) ? [target, ...selected.filter((row) => row !== target)] : [target];
}
