import type { MessageContent } from '../base/content.ts';
import type { Engine } from '../engine.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';
import { withdraw } from './transitions.ts';

/**
 * The content of a message, for delivery. If the store cannot read it now, the message is set aside, so that the
 * messages behind it are delivered; undefined then.
 */
export function readOrSetAside(engine: Engine, message: Message): MessageContent | undefined {
  const content = engine.ports.contents.read(message.content);
  if (content === undefined) setAside(engine, message);
  return content;
}

/**
 * Sets a message aside, whatever its state, without deleting it: it stays in the store and has no retention.
 * Its newest receipt handle still deletes it.
 */
export function setAside(engine: Engine, message: Message): void {
  const { queue, number } = message;
  const isReceived = queue.received.has(number);
  withdraw(engine, message);
  message.state = 'unreadable';
  queue.unreadable.add(message);
  if (isReceived) queue.received.set(number, message);
}

/** How many messages were set aside. */
export function countUnreadable(engine: Engine): number {
  return [...engine.allQueues()].reduce((sum, { unreadable }) => sum + unreadable.size, 0);
}

/** All messages of a queue, including those that were set aside. */
export function* allMessages(queue: Queue): Generator<Message> {
  yield* queue.byAge.all();
  yield* queue.unreadable;
}
