import type { Engine } from '../engine/engine.ts';
import type { AgePlace } from '../engine/state/ageOrder.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { FoundMessage, SearchMessagesResult } from '../protocol/message.ts';
import { foldCase } from './foldCase.ts';
import { summarizeMessage } from './messageSummary.ts';

/** Of bodies for one part of a search, and for how long, ms: more would delay other calls. */
const PART_BYTES = 2 * 1_048_576;
const PART_MS = 5;
const EXCERPT_LENGTH = 120;
/** Of the excerpt, before the text that was found. */
const LEAD_LENGTH = 40;

interface Cursor {
  /** The last message that was searched. */
  readonly place: AgePlace;
  readonly bookmark: number | undefined;
}

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
  const before = readCursor(cursor);
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
  const bookmark = queue.byAge.setBookmark(messages.slice(0, searchedCount), before?.bookmark);
  return {
    ...part,
    nextCursor: [last.sentAt, last.number, ...(bookmark === undefined ? [] : [bookmark])].join('-'),
  };
}

/** Any other text starts at the newest message. */
function readCursor(cursor: string | undefined): Cursor | undefined {
  const [, sentAt, number, bookmark] = /^(-?\d{1,16})-(\d{1,16})(?:-(\d{1,16}))?$/.exec(cursor ?? '') ?? [];
  if (sentAt === undefined) return undefined;
  return {
    place: { sentAt: Number(sentAt), number: Number(number) },
    bookmark: bookmark === undefined ? undefined : Number(bookmark),
  };
}

function cutExcerpt(body: string, place: number): string {
  const start = Math.max(0, place - LEAD_LENGTH);
  // White space is shown as one space each, so a little more than fits is enough.
  const line = body.slice(start, start + 2 * EXCERPT_LENGTH).replaceAll(/\s+/g, ' ');
  // Half a character at either end is left out.
  return line.slice(0, EXCERPT_LENGTH).replaceAll(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
