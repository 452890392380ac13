import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/state/queue.ts';
import { cutExcerpt } from '../protocol/excerpt.ts';
import { foldCase } from '../protocol/foldCase.ts';
import type { FoundMessage, SearchMessagesResult } from '../protocol/message.ts';
import { readAgeCursor, writeAgeCursor } from './ageCursor.ts';
import { summarizeMessage } from './messageSummary.ts';

/** Of bodies for one part of a search, and for how long, ms: more would delay other calls. */
const PART_BYTES = 2 * 1_048_576;
const PART_MS = 5;

/**
 * Searches the bodies of a queue's messages, newest first.
 * @param now ms, of any beginning
 */
export function searchBodies(
  engine: Engine,
  queue: Queue,
  {
    text,
    cursor,
    limit,
  }: { readonly text: string; readonly cursor: string | undefined; readonly limit: number },
  now: () => number = () => performance.now(),
): SearchMessagesResult {
  const endsAt = now() + PART_MS;
  const folded = foldCase(text);
  const before = readAgeCursor(cursor);
  const messages = queue.byAge.listNewest(limit, before?.place, before?.bookmark);
  const found: FoundMessage[] = [];
  let searchedCount = 0;
  let searchedBytes = 0;
  for (const message of messages) {
    if (searchedBytes >= PART_BYTES || (searchedCount > 0 && now() >= endsAt)) break;
    searchedCount++;
    searchedBytes += message.sizeBytes;
    const content = engine.ports.contents.read(message.content);
    if (content === undefined) continue;
    const body = engine.ports.decodeText(content.body);
    const place = foldCase(body).indexOf(folded);
    if (place === -1) continue;
    found.push({ ...summarizeMessage(engine, message), excerpt: cutExcerpt(body, place) });
  }
  const last = messages[searchedCount - 1];
  const isAtEnd = last === undefined || (searchedCount === messages.length && messages.length < limit);
  const part = { found, searchedCount, searchedBytes };
  if (isAtEnd) return part;
  return { ...part, nextCursor: writeAgeCursor(queue, messages.slice(0, searchedCount), last, before) };
}
