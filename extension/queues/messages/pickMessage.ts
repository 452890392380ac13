import { l10n, type QuickPickItem, window } from 'vscode';
import type { MessageSummary } from '../../../broker/protocol/message.ts';
import type { Capability } from '../../connections/capabilities.ts';
import type { PlacedQueue } from '../../connections/connection.ts';
import { isMessageRow } from '../../connections/messageRow.ts';
import { readTime } from '../../connections/readTime.ts';
import { showMissing } from '../../ground/missing.ts';
import { escapeIcons } from '../../ground/oneLine.ts';
import type { SettingsReader } from '../../settings/allSettings.ts';
import { describeNoMessage } from '../conditions.ts';
import { findQueue, pickQueue, type PickQueueNeeds } from '../pickQueue.ts';
import { countMessages } from '../queueText.ts';
import { describeMessage, labelMessage } from './messageText.ts';

export interface PickMessageNeeds extends PickQueueNeeds {
  readonly settings: SettingsReader;
}

export interface PickedMessage<C extends Capability = never> extends PlacedQueue<C | 'peek'> {
  readonly message: MessageSummary;
}

interface MessageItem extends QuickPickItem {
  /** Absent on the row that asks for the next page. */
  readonly message?: MessageSummary;
}

/**
 * The message that a command is about: the row it was called on, or the user's choice.
 * @param more what the connection must be able to do beside peeking
 * @returns undefined when the user chose none.
 */
export async function pickMessage<C extends Capability = never>(
  services: PickMessageNeeds,
  target: unknown,
  title: string,
  more: readonly C[] = [],
): Promise<PickedMessage<C> | undefined> {
  const needs = ['peek' as const, ...more];
  if (isMessageRow(target) && !findQueue(services, target)) {
    void showMissing({ text: l10n.t('This queue no longer exists.') });
    return undefined;
  }
  const placed = await pickQueue(services, target, {
    title,
    needs,
    accepts: ({ counts }) => countMessages(counts) > 0,
    none: describeNoMessage(),
  });
  if (!placed) return undefined;
  const message = isMessageRow(target) ? target.message : await askForMessage(services, placed, title);
  return message && { ...placed, message };
}

async function askForMessage(
  services: PickMessageNeeds,
  { connection, queue }: PlacedQueue<'peek'>,
  title: string,
): Promise<MessageSummary | undefined> {
  let cursor: string | undefined;
  const items: MessageItem[] = [];
  for (;;) {
    const page = await connection.can.peek.page({
      queueArn: queue.arn,
      limit: services.settings.read('messages.pageSize'),
      ...(cursor === undefined ? {} : { cursor }),
    });
    items.push(...page.messages.map((message) => describeItem(message, readTime(connection))));
    if (items.length === 0) {
      void window.showInformationMessage(l10n.t('{0} is empty.', queue.name));
      return undefined;
    }
    cursor = page.nextCursor;
    const more: MessageItem[] =
      cursor === undefined ? [] : [{ label: `$(ellipsis) ${l10n.t('Load more…')}`, alwaysShow: true }];
    const choice = await window.showQuickPick([...items, ...more], {
      ignoreFocusOut: true,
      title: `${title}: ${queue.name}`,
      placeHolder: l10n.t('Message'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!choice || choice.message) return choice?.message;
  }
}

function describeItem(message: MessageSummary, now: number): MessageItem {
  return {
    label: escapeIcons(labelMessage(message.preview)),
    description: describeMessage(message, now),
    detail: message.messageId,
    message,
  };
}
