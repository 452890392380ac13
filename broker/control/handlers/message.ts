import { type Caller, isCallOf } from '../../engine/base/caller.ts';
import * as l10n from '@vscode/l10n';
import type { Message } from '../../engine/state/message.ts';
import { findMessage, findMessages, peekMessages } from '../../engine/operations/peek.ts';
import { succeed } from '../../engine/base/result.ts';
import { messageNumberOf } from '../../engine/base/identity.ts';
import type { InFlightMessage, RecordedSend } from '../../protocol/message.ts';
import { consumerIdOf, readHolder } from '../../trace/consumerId.ts';
import { describeSend } from '../../trace/recordedSend.ts';
import { notFound } from '../channel/answer.ts';
import { readAttribute } from '../../calls/messageInput.ts';
import { describeMessage, summarizeMessage } from '../messageSummary.ts';
import { searchBodies } from '../searchBodies.ts';
import { sendCopies } from '../sendCopies.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

/** Of messages whose beginnings one page shows: all of each has to be read for that. */
const PAGE_BYTES = 16 * 1_048_576;

export function createMessageHandlers(
  services: ControlServices,
): HandlersOf<
  'peekMessages' | 'getMessage' | 'searchMessages' | 'getSentMessage' | 'listInFlight' | 'sendMessage'
> {
  const { engine } = services;
  /** Lets happen what is due, so that what is shown is what a receive would find. */
  const catchUp = () => {
    engine.begin();
    engine.settle();
  };
  return {
    peekMessages: ({ queueArn, state, cursor, limit }) =>
      withQueue(services, queueArn, (queue) => {
        catchUp();
        const { messages, nextOffset } = peekMessages(queue, state, readCursor(cursor), limit, PAGE_BYTES);
        const page = { messages: messages.map((message) => summarizeMessage(engine, message)) };
        return succeed(nextOffset === undefined ? page : { ...page, nextCursor: String(nextOffset) });
      }),
    getMessage: ({ queueArn, messageId, withoutBody = false }) =>
      withQueue(services, queueArn, (queue) => {
        catchUp();
        const message = findMessage(engine, queue, messageId);
        if (message === undefined)
          return notFound(l10n.t('There is no message {0} in {1}.', messageId, queueArn));
        const details = describeMessage(engine, message, withoutBody);
        return details === undefined
          ? notFound(l10n.t('The content of message {0} cannot be read.', messageId))
          : succeed(details);
      }),
    searchMessages: ({ queueArn, text, cursor, limit }) =>
      withQueue(services, queueArn, (queue) => {
        catchUp();
        return succeed(searchBodies(engine, queue, { text, cursor, limit }));
      }),
    getSentMessage: ({ messageId }) => {
      const send = services.recorder.findSend(messageId) ?? findWaiting(services, messageId);
      return send === undefined ? notFound(l10n.t('There is no message {0}.', messageId)) : succeed(send);
    },
    listInFlight: ({ consumerId, limit }) => {
      catchUp();
      return succeed({ messages: listInFlight(services, consumerId, limit) });
    },
    sendMessage: ({ queueArn, count = 1, body, attributes, delaySeconds, groupId, deduplicationId }) => {
      const input = {
        body,
        attributes: attributes?.map(readAttribute),
        delaySeconds,
        groupId,
        deduplicationId,
      };
      const queue = engine.findByArn(queueArn);
      return queue === undefined
        ? notFound(l10n.t('There is no queue {0}.', queueArn))
        : sendCopies(services, queue, input, count);
    },
  };
}

/** A cursor is the place in the list that the next page starts at; any other text starts at the beginning. */
function readCursor(cursor: string | undefined): number {
  const offset = Number(cursor ?? 0);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

/** A message that waits since before the trace began. */
function findWaiting({ engine }: ControlServices, messageId: string): RecordedSend | undefined {
  if (messageNumberOf(engine.identityKey, messageId) === undefined) return undefined;
  for (const queue of engine.allQueues()) {
    const message = findMessages(engine, queue, [messageId]).get(messageId);
    if (message === undefined) continue;
    const content = engine.ports.contents.read(message.content);
    if (content === undefined) return undefined;
    return describeSend(content, { queueArn: queue.arn, sentAt: message.sentAt, messageId });
  }
  return undefined;
}

function listInFlight(
  { engine }: ControlServices,
  consumerId: string | undefined,
  limit: number,
): InFlightMessage[] {
  const holder = consumerId === undefined ? undefined : readHolder(consumerId);
  const isMeant = (caller: Caller): boolean =>
    holder === undefined || isCallOf(caller, holder) || consumerIdOf(caller) === consumerId;
  const found: { message: Message; receivedAt: number }[] = [];
  for (const queue of engine.allQueues()) {
    for (const message of queue.received.values()) {
      const { state, delivery } = message;
      if (state !== 'inFlight' || delivery === undefined) continue;
      if (!isMeant(delivery.caller)) continue;
      found.push({ message, receivedAt: delivery.receivedAt });
    }
  }
  found.sort((one, other) => one.receivedAt - other.receivedAt);
  return found.slice(0, limit).map(({ message, receivedAt }) => ({
    ...summarizeMessage(engine, message),
    queueArn: message.queue.arn,
    receivedAt,
  }));
}
