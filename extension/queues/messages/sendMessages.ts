import { l10n } from 'vscode';
import type { MessagesParams, MessagesResult } from '../../../broker/protocol/message.ts';
import type { CapabilitiesOf, Capability, TransferParams } from '../../connections/capabilities.ts';
import { isAble, type PlacedQueue } from '../../connections/connection.ts';
import type { ExchangeRequest, RunExchange } from '../../connections/exchange.ts';
import { forCount } from '../../ground/forCount.ts';
import { pickDestination } from '../pickDestination.ts';
import { type PickQueueNeeds, sayRefusal } from '../pickQueue.ts';
import { askForScope } from './askForScope.ts';
import { showOutcome } from './showOutcome.ts';
import { pickMessages } from './pickMessages.ts';

interface Words {
  readonly title: () => string;
  /** What was done with so many messages; `queue` is the name of the queue that got them, where one was asked for. */
  readonly done: (count: number, queue: string) => string;
}

/** What sends messages that a queue has: to the queue that the connection knows, or to one that is asked for. */
export type SendOperation<C extends Capability> =
  | TransferOperation<C>
  | (Words & {
      readonly needs: C;
      readonly send: (can: CapabilitiesOf<C>, params: MessagesParams) => Promise<MessagesResult>;
    });

/** What sends messages to another queue. */
export interface TransferOperation<C extends Capability> extends Words {
  readonly needs: C;
  /** What it is if the other queue is on another connection. */
  readonly mode: ExchangeRequest['mode'];
  readonly sendTo: (can: CapabilitiesOf<C>, params: TransferParams) => Promise<MessagesResult>;
}

/** Sends copies of messages to another queue; the messages stay. */
export const COPY: TransferOperation<'transfer'> = {
  title: () => l10n.t('Copy Messages'),
  mode: 'copy',
  needs: 'transfer',
  sendTo: ({ transfer }, params) => transfer.copy(params),
  done: (count, queue) =>
    forCount(
      count,
      l10n.t('Copied 1 message to {0}.', queue),
      l10n.t('Copied {0} messages to {1}.', count, queue),
    ),
};

/** Takes messages out of their queue and sends them to another. */
export const MOVE: TransferOperation<'transfer'> = {
  title: () => l10n.t('Move Messages'),
  mode: 'move',
  needs: 'transfer',
  sendTo: ({ transfer }, params) => transfer.move(params),
  done: (count, queue) =>
    forCount(
      count,
      l10n.t('Moved 1 message to {0}.', queue),
      l10n.t('Moved {0} messages to {1}.', count, queue),
    ),
};

/** Sends chosen dead letters back to the queues that they came from. */
export const REDRIVE: SendOperation<'redrive'> = {
  title: () => l10n.t('Redrive Messages'),
  needs: 'redrive',
  send: ({ redrive }, params) => redrive(params),
  done: (count) => forCount(count, l10n.t('Redrove 1 message.'), l10n.t('Redrove {0} messages.', count)),
};

/** Sends copies of messages to the queue that they are in. */
export const SEND_AGAIN: SendOperation<'transfer'> = {
  title: () => l10n.t('Send Again'),
  needs: 'transfer',
  send: ({ transfer }, params) => transfer.again(params),
  done: (count) =>
    forCount(count, l10n.t('Sent 1 message again.'), l10n.t('Sent {0} messages again.', count)),
};

export interface SendNeeds extends PickQueueNeeds {
  readonly exchange: RunExchange;
}

/** @returns the command that asks for the messages and the queue that are missing, and does it. */
export function sendMessages<C extends Capability>(operation: SendOperation<C>) {
  return async (services: SendNeeds, target?: unknown, selection?: unknown): Promise<void> => {
    const title = operation.title();
    const scope = 'mode' in operation ? await askForScope(services, target, title) : { target };
    if (scope === undefined) return;
    if ('whole' in scope) {
      if ('mode' in operation) await sendWhole(services, operation, scope.whole);
      return;
    }
    const picked = await pickMessages(services, scope.target, selection, { title, needs: [operation.needs] });
    if (!picked) return;
    const { connection, queue, messages } = picked;
    const params = { queueArn: queue.arn, messageIds: messages.map(({ messageId }) => messageId) };
    if ('send' in operation) {
      const result = await operation.send(connection.can, params);
      showOutcome((count) => operation.done(count, ''), result, { connection });
      return;
    }
    const destination = await pickDestination(services, picked, title);
    if (destination) await transferMessages(services, operation, picked, params.messageIds, destination);
  };
}

async function sendWhole<C extends Capability>(
  services: SendNeeds,
  operation: TransferOperation<C>,
  from: PlacedQueue,
): Promise<void> {
  const to = await pickDestination(services, from, operation.title());
  if (to) await passToExchange(services, operation, from, to);
}

/** Sends messages of a queue to another one, and says what was done. */
export async function transferMessages<C extends Capability>(
  services: Pick<SendNeeds, 'exchange'>,
  operation: TransferOperation<C>,
  from: PlacedQueue<C>,
  messageIds: readonly string[],
  to: PlacedQueue,
): Promise<void> {
  const { connection, queue } = from;
  if (to.connection === connection) {
    const params = { queueArn: queue.arn, messageIds, toQueueArn: to.queue.arn };
    const result = await operation.sendTo(connection.can, params);
    showOutcome((count) => operation.done(count, to.queue.name), result, { connection });
    return;
  }
  await passToExchange(services, operation, from, to, messageIds);
}

/** @param messageIds undefined: of the whole queue */
async function passToExchange<C extends Capability>(
  { exchange }: Pick<SendNeeds, 'exchange'>,
  { mode }: TransferOperation<C>,
  { connection, queue }: PlacedQueue,
  to: PlacedQueue,
  messageIds?: readonly string[],
): Promise<void> {
  const needs = ['exchange'] as const;
  const without = [connection, to.connection].find((each) => !isAble(each, needs));
  if (without !== undefined) sayRefusal(without, needs);
  if (!isAble(connection, needs) || !isAble(to.connection, needs)) return;
  await exchange({
    mode,
    from: { connection, queue },
    to: { connection: to.connection, queue: to.queue },
    ...(messageIds && { messageIds }),
  });
}
