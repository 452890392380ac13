import { l10n } from 'vscode';
import { copyMessages, moveMessages, redriveMessages, sendAgain } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { pickDestination, type PickDestinationNeeds } from '../pickDestination.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickMessages, type PickMessagesNeeds } from './pickMessages.ts';

export interface SendMessagesNeeds extends PickDestinationNeeds, PickMessagesNeeds {}

interface Words {
  readonly title: () => string;
  /** What was done with so many messages; `queue` is the name of the queue that got them, where one was asked for. */
  readonly done: (count: number, queue: string) => string;
}

/** What sends messages that a queue has: to a queue that is asked for, or to one that the broker knows. */
export type SendOperation =
  | (Words & { readonly to: 'otherQueue'; readonly method: typeof moveMessages })
  | (Words & { readonly to: 'knownQueue'; readonly method: typeof sendAgain });

/** Sends copies of messages to another queue; the messages stay. */
export const COPY: SendOperation = {
  title: () => l10n.t('Copy Messages'),
  to: 'otherQueue',
  method: copyMessages,
  done: (count, queue) =>
    forCount(
      count,
      l10n.t('Copied 1 message to {0}.', queue),
      l10n.t('Copied {0} messages to {1}.', count, queue),
    ),
};

/** Takes messages out of their queue and sends them to another. */
export const MOVE: SendOperation = {
  title: () => l10n.t('Move Messages'),
  to: 'otherQueue',
  method: moveMessages,
  done: (count, queue) =>
    forCount(
      count,
      l10n.t('Moved 1 message to {0}.', queue),
      l10n.t('Moved {0} messages to {1}.', count, queue),
    ),
};

/** Sends chosen dead letters back to the queues that they came from. */
export const REDRIVE: SendOperation = {
  title: () => l10n.t('Redrive Messages'),
  to: 'knownQueue',
  method: redriveMessages,
  done: (count) => forCount(count, l10n.t('Redrove 1 message.'), l10n.t('Redrove {0} messages.', count)),
};

/** Sends copies of messages to the queue that they are in. */
export const SEND_AGAIN: SendOperation = {
  title: () => l10n.t('Send Again'),
  to: 'knownQueue',
  method: sendAgain,
  done: (count) =>
    forCount(count, l10n.t('Sent 1 message again.'), l10n.t('Sent {0} messages again.', count)),
};

/** @returns the command that asks for the messages and the queue that are missing, and does it. */
export function sendMessages(operation: SendOperation) {
  return async (services: SendMessagesNeeds, target?: unknown, selection?: unknown): Promise<void> => {
    const title = operation.title();
    const picked = await pickMessages(services, target, selection, title);
    if (!picked) return;
    const { queueArn } = picked;
    const messageIds = picked.messages.map(({ messageId }) => messageId);
    if (operation.to === 'knownQueue') {
      const result = await services.session.request(operation.method, { queueArn, messageIds });
      tellOutcome((count) => operation.done(count, ''), result);
      return;
    }
    const destination = await pickDestination(services, queueArn, title);
    if (!destination) return;
    const request = { queueArn, messageIds, toQueueArn: destination.arn };
    const result = await services.session.request(operation.method, request);
    tellOutcome((count) => operation.done(count, destination.name), result);
  };
}
