import type { Engine } from '../engine.ts';
import { messageNumberOf } from '../base/identity.ts';
import type { Message, MessageState } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';

/** What a message that is listed can be. */
export type ListedState = Exclude<MessageState, 'gone' | 'unreadable'>;

/** One page of a look at a queue that changes nothing. */
export interface PeekPage {
  readonly messages: readonly Message[];
  /** Where the next page starts; undefined on the last one. */
  readonly nextOffset: number | undefined;
}

/**
 * Messages in one state, or in all of them with the visible ones first, from `offset` on. A page ends early, but not
 * before its first message, where the messages in it are longer than `maximumBytes` together.
 */
export function peekMessages(
  queue: Queue,
  state: ListedState | undefined,
  offset: number,
  limit: number,
  maximumBytes: number,
): PeekPage {
  const messages: Message[] = [];
  let place = 0;
  let bytes = 0;
  for (const message of messagesIn(queue, state)) {
    if (place++ < offset) continue;
    bytes += message.sizeBytes;
    const isFull = messages.length === limit || (messages.length > 0 && bytes > maximumBytes);
    if (isFull) return { messages, nextOffset: offset + messages.length };
    messages.push(message);
  }
  return { messages, nextOffset: undefined };
}

/** The message with this id, in any state; a linear search, for single lookups by users. */
export function findMessage(engine: Engine, queue: Queue, messageId: string): Message | undefined {
  const number = messageNumberOf(engine.identityKey, messageId);
  if (number === undefined) return undefined;
  for (const message of messagesIn(queue, undefined)) if (message.number === number) return message;
  return undefined;
}

/** The messages with these ids that are in the queue, in whatever state; one walk for all of them. */
export function findMessages(
  engine: Engine,
  queue: Queue,
  messageIds: readonly string[],
): Map<string, Message> {
  const idByNumber = new Map<number, string>();
  for (const messageId of messageIds) {
    const number = messageNumberOf(engine.identityKey, messageId);
    if (number !== undefined) idByNumber.set(number, messageId);
  }
  const found = new Map<string, Message>();
  for (const message of queue.byAge.all()) {
    const messageId = idByNumber.get(message.number);
    if (messageId !== undefined) found.set(messageId, message);
    if (found.size === idByNumber.size) break;
  }
  return found;
}

function* messagesIn(queue: Queue, state: MessageState | undefined): Generator<Message> {
  if (state === undefined || state === 'visible') yield* queue.order.visible();
  if (state === undefined || state === 'inFlight') {
    for (const message of queue.received.values()) if (message.state === 'inFlight') yield message;
  }
  if (state === undefined || state === 'delayed') yield* queue.delayed;
}
