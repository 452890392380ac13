import type { AttributeInput } from '../../engine/messageRules.ts';
import { findMessage, peekMessages } from '../../engine/peek.ts';
import { succeed } from '../../engine/result.ts';
import type { MessageAttributeValue } from '../../protocol/message.ts';
import { notFound } from '../answer.ts';
import { describeMessage, summarizeMessage } from '../messageSummary.ts';
import { sendCopies } from '../sendCopies.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handlers.ts';
import { withQueue } from './queue.ts';

export function createMessageHandlers(
  services: ControlServices,
): HandlersOf<'peekMessages' | 'getMessage' | 'sendMessage'> {
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
        const { messages, nextOffset } = peekMessages(queue, state, readCursor(cursor), limit);
        const page = { messages: messages.map((message) => summarizeMessage(engine, message)) };
        return succeed(nextOffset === undefined ? page : { ...page, nextCursor: String(nextOffset) });
      }),
    getMessage: ({ queueArn, messageId }) =>
      withQueue(services, queueArn, (queue) => {
        catchUp();
        const message = findMessage(engine, queue, messageId);
        return message === undefined
          ? notFound(`message ${messageId} in ${queueArn}`)
          : succeed(describeMessage(engine, message));
      }),
    sendMessage: ({ queueArn, count = 1, body, attributes, delaySeconds, groupId, deduplicationId }) => {
      const input = {
        body,
        attributes: attributes?.map(readAttribute),
        delaySeconds,
        groupId,
        deduplicationId,
      };
      const queue = engine.findByArn(queueArn);
      return queue === undefined ? notFound(`queue ${queueArn}`) : sendCopies(services, queue, input, count);
    },
  };
}

/** A cursor is the place in the list that the next page starts at; any other text starts at the beginning. */
function readCursor(cursor: string | undefined): number {
  const offset = Number(cursor ?? 0);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

function readAttribute({ name, type, value }: MessageAttributeValue): AttributeInput {
  return type === 'Binary' || type.startsWith('Binary.')
    ? { name, type, binaryValue: Buffer.from(value, 'base64') }
    : { name, type, stringValue: value };
}
