import { IndexedHeap } from './indexedHeap.ts';
import type { Message } from './message.ts';

/** Where a message is in the order of ages. */
export interface AgePlace {
  readonly sentAt: number;
  readonly number: number;
}

function compareNewest(one: AgePlace, other: AgePlace): number {
  return other.sentAt - one.sentAt || other.number - one.number;
}

/**
 * All messages of a queue by the time of their enqueue. Nearly all come in that order and are a list through the
 * messages themselves: no table that ever has to be copied to grow, which at ten million messages would stall the broker
 * for 100 ms. Messages that bring an older time with them, into a dead-letter queue, are in a heap.
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

  get size(): number {
    return this.listed + this.strays.size;
  }

  add(message: Message): void {
    const { newest } = this;
    if (newest !== undefined && message.sentAt < newest.sentAt) {
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
   * The newest messages, newest first; of equal age, the one with the greater number. Looks at the listed ones until it has
   * enough, and at all strays.
   * @param after the messages that follow this place in that order; undefined: from the newest on
   */
  listNewest(limit: number, after: AgePlace | undefined): Message[] {
    const isBehind = (message: Message): boolean => after === undefined || compareNewest(after, message) < 0;
    const found: Message[] = [];
    for (let message = this.newest; message !== undefined; message = message.older) {
      if (!isBehind(message)) continue;
      // Those of equal age may have come in any order of their numbers.
      if (found.length >= limit && message.sentAt !== found.at(-1)?.sentAt) break;
      found.push(message);
    }
    const strays: Message[] = [];
    for (const message of this.strays.all()) {
      if (!isBehind(message)) continue;
      strays.push(message);
      if (strays.length >= 2 * limit) strays.sort(compareNewest).length = limit;
    }
    return [...found, ...strays].sort(compareNewest).slice(0, limit);
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
