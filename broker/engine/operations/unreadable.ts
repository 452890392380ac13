import type { MessageContent } from '../base/content.ts';
import type { Engine } from '../engine.ts';
import type { Message } from '../state/message.ts';
import type { Queue } from '../state/queue.ts';
import { withdraw } from './transitions.ts';

/**
 * What a message says, for those who hand it out. A message whose content the store cannot read now is set aside, so that
 * what waits behind it is delivered; undefined then.
 */
export function readOrSetAside(engine: Engine, message: Message): MessageContent | undefined {
  const content = engine.ports.contents.read(message.content);
  if (content === undefined) setAside(engine, message);
  return content;
}

/**
 * Takes a message out of sight, in whatever state it is, without deleting it: it stays in the store and has no retention.
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

/** Everything that a queue holds, also what was set aside. */
export function* allMessages(queue: Queue): Generator<Message> {
  yield* queue.byAge.all();
  yield* queue.unreadable;
}
