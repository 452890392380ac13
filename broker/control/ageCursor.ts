import type { AgePlace } from '../engine/state/ageOrder.ts';
import type { Message } from '../engine/state/message.ts';
import type { Queue } from '../engine/state/queue.ts';

/** Where a reader of a queue is that goes by the age of the messages. */
export interface AgeCursor {
  /** The last message that was read. */
  readonly place: AgePlace;
  readonly bookmark: number | undefined;
}

/** Any other text starts at the first message. */
export function readAgeCursor(text: string | undefined): AgeCursor | undefined {
  const [, sentAt, number, bookmark] = /^(-?\d{1,16})-(\d{1,16})(?:-(\d{1,16}))?$/.exec(text ?? '') ?? [];
  if (sentAt === undefined) return undefined;
  return {
    place: { sentAt: Number(sentAt), number: Number(number) },
    bookmark: bookmark === undefined ? undefined : Number(bookmark),
  };
}

/**
 * @param read the messages of this page, in the order of its reading
 * @param last of them
 * @param before where the page began
 */
export function writeAgeCursor(
  queue: Queue,
  read: readonly Message[],
  last: AgePlace,
  before: AgeCursor | undefined,
): string {
  const bookmark = queue.byAge.setBookmark(read, before?.bookmark);
  return [last.sentAt, last.number, ...(bookmark === undefined ? [] : [bookmark])].join('-');
}
