import { l10n, type QuickPickItem, window } from 'vscode';
import { type MessageSummary, peekMessages } from '../../../broker/protocol/message.ts';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { isMessageRow } from '../../ground/messageRow.ts';
import { escapeIcons } from '../../ground/oneLine.ts';
import type { SettingsReader } from '../../ground/settings.ts';
import { describeNoMessage } from '../conditions.ts';
import { pickQueue, type PickQueueNeeds } from '../pickQueue.ts';
import { countMessages } from '../queueText.ts';
import { describeMessage, labelMessage } from './messageText.ts';

export interface PickMessageNeeds extends PickQueueNeeds {
  /** The broker's. */
  readonly clock: { readonly now: number };
  readonly settings: SettingsReader;
}

export interface PickedMessage {
  readonly queue: QueueSummary;
  readonly message: MessageSummary;
}

interface MessageItem extends QuickPickItem {
  /** Absent on the row that asks for the next page. */
  readonly message?: MessageSummary;
}

/**
 * The message that a command is about: the row it was called on, or the user's choice.
 * @returns undefined when the user chose none.
 */
export async function pickMessage(
  services: PickMessageNeeds,
  target: unknown,
  title: string,
): Promise<PickedMessage | undefined> {
  if (isMessageRow(target)) {
    const queue = services.queues.findByArn(target.queueArn);
    return queue && { queue, message: target.message };
  }
  const queue = await pickQueue(services, target, {
    title,
    accepts: ({ counts }) => countMessages(counts) > 0,
    none: describeNoMessage(),
  });
  if (!queue) return undefined;
  const message = await askForMessage(services, queue, title);
  return message && { queue, message };
}

async function askForMessage(
  services: PickMessageNeeds,
  queue: QueueSummary,
  title: string,
): Promise<MessageSummary | undefined> {
  let cursor: string | undefined;
  const items: MessageItem[] = [];
  for (;;) {
    const page = await services.session.request(peekMessages, {
      queueArn: queue.arn,
      limit: services.settings.read('messages.pageSize'),
      ...(cursor === undefined ? {} : { cursor }),
    });
    items.push(...page.messages.map((message) => describeItem(message, services.clock.now)));
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
    label: escapeIcons(labelMessage(l10n.t, message.preview)),
    description: describeMessage(l10n.t, message, now),
    detail: message.messageId,
    message,
  };
}
