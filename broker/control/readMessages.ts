import { messageIdOf } from '../engine/base/identity.ts';
import type { Engine } from '../engine/engine.ts';
import type { Message } from '../engine/state/message.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { MessageDetails } from '../protocol/message.ts';
import type { ReadMessagesResult } from '../protocol/messages.ts';
import { readAgeCursor, writeAgeCursor } from './ageCursor.ts';
import { describeMessage } from './messageSummary.ts';

/** Of the messages of one page: more would delay other calls. */
const PAGE_BYTES = 4 * 1_048_576;

/** The messages of a queue, whole, oldest first. */
export function readMessages(
  engine: Engine,
  queue: Queue,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): ReadMessagesResult {
  const before = readAgeCursor(cursor);
  const listed = queue.byAge.listOldest(limit, before?.place, before?.bookmark);
  const read: Message[] = [];
  const messages: MessageDetails[] = [];
  const unreadableIds: string[] = [];
  let bytes = 0;
  for (const message of listed) {
    if (bytes >= PAGE_BYTES) break;
    bytes += message.sizeBytes;
    read.push(message);
    const details = describeMessage(engine, message);
    if (details === undefined) unreadableIds.push(messageIdOf(engine.identityKey, message.number));
    else messages.push(details);
  }
  const last = read.at(-1);
  const isAtEnd = last === undefined || (read.length === listed.length && listed.length < limit);
  const page = { messages, unreadableIds };
  return isAtEnd ? page : { ...page, nextCursor: writeAgeCursor(queue, read, last, before) };
}
