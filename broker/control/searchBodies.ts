import type { Engine } from '../engine/engine.ts';
import type { AgePlace } from '../engine/state/ageOrder.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { FoundMessage, SearchMessagesResult } from '../protocol/message.ts';
import { summarizeMessage } from './messageSummary.ts';

/** Of bodies for one part of a search: more would delay other calls. */
const PART_BYTES = 2 * 1_048_576;
const EXCERPT_LENGTH = 120;
/** Of the excerpt, before the text that was found. */
const LEAD_LENGTH = 40;

/** Searches the bodies of a queue's messages, newest first. */
export function searchBodies(
  engine: Engine,
  queue: Queue,
  {
    text,
    cursor,
    limit,
  }: { readonly text: string; readonly cursor: string | undefined; readonly limit: number },
): SearchMessagesResult {
  const pattern = new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'iu');
  const messages = queue.byAge.listNewest(limit, readPlace(cursor));
  const found: FoundMessage[] = [];
  let searchedCount = 0;
  let searchedBytes = 0;
  for (const message of messages) {
    if (searchedBytes >= PART_BYTES) break;
    searchedCount++;
    searchedBytes += message.sizeBytes;
    const content = engine.ports.contents.read(message.content);
    if (content === undefined) continue;
    const body = engine.ports.decodeText(content.body);
    const place = pattern.exec(body)?.index;
    if (place === undefined) continue;
    found.push({ ...summarizeMessage(engine, message), excerpt: cutExcerpt(body, place) });
  }
  const last = messages[searchedCount - 1];
  const isAtEnd = last === undefined || (searchedCount === messages.length && messages.length < limit);
  const part = { found, searchedCount, searchedBytes };
  return isAtEnd ? part : { ...part, nextCursor: `${last.sentAt}-${last.number}` };
}

/** Any other text starts at the newest message. */
function readPlace(cursor: string | undefined): AgePlace | undefined {
  const [, sentAt, number] = /^(-?\d{1,16})-(\d{1,16})$/.exec(cursor ?? '') ?? [];
  return sentAt === undefined ? undefined : { sentAt: Number(sentAt), number: Number(number) };
}

function cutExcerpt(body: string, place: number): string {
  const start = Math.max(0, place - LEAD_LENGTH);
  // White space is shown as one space each, so a little more than fits is enough.
  const line = body.slice(start, start + 2 * EXCERPT_LENGTH).replaceAll(/\s+/g, ' ');
  // Half a character at either end is left out.
  return line.slice(0, EXCERPT_LENGTH).replaceAll(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
