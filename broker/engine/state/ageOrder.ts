import { IndexedHeap } from './indexedHeap.ts';
import type { Message } from './message.ts';

/** Where a message is in the order of ages. */
export interface AgePlace {
  readonly sentAt: number;
  readonly number: number;
}

/** Each may be where a reader goes on; one whose bookmark is dropped walks from its first message on again. */
const MAXIMUM_BOOKMARKS = 64;

/** Of two places, which one a reader meets first: less than 0, the first one. */
type Compare = (one: AgePlace, other: AgePlace) => number;

const compareOldest: Compare = (one, other) => one.sentAt - other.sentAt || one.number - other.number;
const compareNewest: Compare = (one, other) => compareOldest(other, one);

/**
 * All messages of a queue by the time of their enqueue. Nearly all come in that order and are a list through the
 * messages themselves: no table that ever has to be copied to grow, which at ten million messages would stall the broker
 * for 100 ms. Messages that bring an older time with them, into a dead-letter queue, are in a heap; so are those of the same
 * time that have a smaller number.
 */
export class AgeOrder {
  private oldest: Message | undefined;
  private newest: Message | undefined;
  private listed = 0;
  private readonly strays = new IndexedHeap<Message>({
    get: (message) => message.agePlace,
    set: (message, place) => {
      message.agePlace = place;
    },
  });

  /** Of the list, by their numbers: the last one that was set is the last. */
  private readonly bookmarks = new Map<number, Message>();

  get size(): number {
    return this.listed + this.strays.size;
  }

  add(message: Message): void {
    const { newest } = this;
    if (newest !== undefined && compareNewest(message, newest) > 0) {
      this.strays.put(message, message.sentAt);
      return;
    }
    message.older = newest;
    message.newer = undefined;
    if (newest === undefined) this.oldest = message;
    else newest.newer = message;
    this.newest = message;
    this.listed++;
  }

  /** The message must be in it. */
  remove(message: Message): void {
    if (this.strays.remove(message)) return;
    if (this.bookmarks.size > 0) this.bookmarks.delete(message.number);
    const { older, newer } = message;
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.newest = older;
    else newer.older = older;
    message.older = undefined;
    message.newer = undefined;
    this.listed--;
  }

  /** The oldest one. */
  peek(): Message | undefined {
    const stray = this.strays.peek();
    if (stray === undefined || this.oldest === undefined) return stray ?? this.oldest;
    return stray.sentAt < this.oldest.sentAt ? stray : this.oldest;
  }

  /** Epoch ms of the oldest one's enqueue. */
  peekKey(): number | undefined {
    return this.peek()?.sentAt;
  }

  /** How many were enqueued at `limit` or before; takes time in proportion to that number. */
  countUpTo(limit: number): number {
    let count = this.strays.countUpTo(limit);
    for (let message = this.oldest; message !== undefined && message.sentAt <= limit; message = message.newer)
      count++;
    return count;
  }

  /** To be called when the `sentAt` of all messages has been or will be moved by so much. */
  shiftKeys(byMs: number): void {
    this.strays.shiftKeys(byMs);
  }

  /**
   * The newest messages, newest first; of equal age, the one with the greater number. Looks at the listed ones from the
   * bookmark on until it has enough, and at all strays.
   * @param after the messages that follow this place in that order; undefined: from the newest on
   * @param bookmark from {@link setBookmark}, for what came before that place
   */
  listNewest(limit: number, after: AgePlace | undefined, bookmark?: number): Message[] {
    const start = this.findStart(compareNewest, after, bookmark) ?? this.newest;
    return this.list(limit, after, compareNewest, start, (message) => message.older);
  }

  /** As {@link listNewest}, in the opposite order: from the oldest on. */
  listOldest(limit: number, after: AgePlace | undefined, bookmark?: number): Message[] {
    const start = this.findStart(compareOldest, after, bookmark) ?? this.oldest;
    return this.list(limit, after, compareOldest, start, (message) => message.newer);
  }

  /**
   * Remembers where a reader is that has got these messages, in the order of its reading.
   * @param previous the bookmark that it had before
   * @returns the bookmark for what follows them, as long as the message there is in the list
   */
  setBookmark(messages: readonly Message[], previous: number | undefined): number | undefined {
    const listed = messages.findLast(({ agePlace }) => agePlace < 0);
    if (listed === undefined) return previous;
    this.bookmarks.delete(listed.number);
    this.bookmarks.set(listed.number, listed);
    const [oldest] = this.bookmarks.keys();
    if (this.bookmarks.size > MAXIMUM_BOOKMARKS && oldest !== undefined) this.bookmarks.delete(oldest);
    return listed.number;
  }

  private list(
    limit: number,
    after: AgePlace | undefined,
    compare: Compare,
    start: Message | undefined,
    next: (message: Message) => Message | undefined,
  ): Message[] {
    const isBehind = (message: Message): boolean => after === undefined || compare(after, message) < 0;
    const found: Message[] = [];
    for (let message = start; message !== undefined && found.length < limit; message = next(message))
      if (isBehind(message)) found.push(message);
    const strays: Message[] = [];
    for (const stray of this.strays.all()) {
      if (!isBehind(stray)) continue;
      strays.push(stray);
      if (strays.length >= 2 * limit) strays.sort(compare).length = limit;
    }
    return [...found, ...strays].sort(compare).slice(0, limit);
  }

  private findStart(
    compare: Compare,
    after: AgePlace | undefined,
    bookmark: number | undefined,
  ): Message | undefined {
    const marked = bookmark === undefined ? undefined : this.bookmarks.get(bookmark);
    // A bookmark past the requested place would skip messages. Readers never ask that way on their own.
    return marked !== undefined && after !== undefined && compare(marked, after) <= 0 ? marked : undefined;
  }

  *all(): Generator<Message> {
    for (let message = this.oldest; message !== undefined; ) {
      const { newer }: Message = message;
      yield message;
      message = newer;
    }
    yield* this.strays.all();
  }
}
