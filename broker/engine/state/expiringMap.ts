import type { Forgetful, RememberedTotal } from './rememberedIds.ts';

/** Slots at the front that are over before the list is moved up. */
const MINIMUM_GAP = 1024;

export interface ExpiringKind<V> {
  /** Epoch ms from which a value is remembered; values are set in the order of their times. */
  readonly timeOf: (value: V) => number;
  /** What an entry takes in memory; it does not change while the entry exists. */
  readonly bytesOf: (key: string, value: V) => number;
}

/**
 * A map that forgets its entries after the fixed time of its total. A Map alone would keep the order too, but its deleted entries stay
 * in the way of every walk from the front: with 600,000 of them every call took half a millisecond.
 */
export class ExpiringMap<V> implements Forgetful {
  totalPlace = -1;
  private readonly kind: ExpiringKind<V>;
  private readonly total: RememberedTotal;
  private readonly values = new Map<string, V>();
  /** Keys and values in the order of their times, from `head` on; deleted ones are still among them. */
  private keys: (string | undefined)[] = [];
  private order: (V | undefined)[] = [];
  private head = 0;
  /** Of the entries from `head` on. */
  private bytes = 0;

  /** @param total what this counts in */
  constructor(kind: ExpiringKind<V>, total: RememberedTotal) {
    this.kind = kind;
    this.total = total;
  }

  get size(): number {
    return this.values.size;
  }

  /** After everything that is over at `now` was forgotten. */
  get(key: string, now: number): V | undefined {
    this.forgetUntil(now);
    return this.values.get(key);
  }

  /** Looks without forgetting. */
  peek(key: string): V | undefined {
    return this.values.get(key);
  }

  set(key: string, value: V): void {
    // Insert at the end again, because iteration is in order of time.
    this.values.delete(key);
    this.values.set(key, value);
    this.keys.push(key);
    this.order.push(value);
    const bytes = this.kind.bytesOf(key, value);
    this.bytes += bytes;
    this.total.add(this, bytes, this.kind.timeOf(value));
  }

  delete(key: string): void {
    this.values.delete(key);
  }

  clear(): void {
    const before = this.total.bytes;
    this.empty();
    this.total.noticeForgotten(before);
  }

  /** Replaces every value; for a clock that was set back. */
  replaceAll(change: (value: V) => V): void {
    const entries = [...this.values];
    const before = this.total.bytes;
    this.empty();
    for (const [key, value] of entries) this.set(key, change(value));
    // Only now: in between, all of it seemed to be free.
    this.total.noticeForgotten(before);
  }

  /** Everything that was not forgotten yet, oldest first. */
  entries(): IterableIterator<[string, V]> {
    return this.values.entries();
  }

  forgetUntil(now: number): void {
    const { total } = this;
    const before = total.bytes;
    for (let at = this.oldestAt; at !== undefined && now - at >= total.lifeMs; at = this.oldestAt) {
      this.forgetOldest();
    }
    total.noticeForgotten(before);
  }

  /** Forgets the oldest entry; one must exist. Notifies no listener. */
  forgetOldest(): void {
    const { head, keys, order, values } = this;
    const key = keys[head] as string;
    const value = order[head] as V;
    // The key may have been set again since.
    if (values.get(key) === value) values.delete(key);
    // What is over must not be kept in memory until the list is moved up.
    keys[head] = undefined;
    order[head] = undefined;
    this.head++;
    const bytes = this.kind.bytesOf(key, value);
    this.bytes -= bytes;
    this.total.remove(this, bytes, this.oldestAt);
    if (this.head === keys.length) this.empty();
    else if (this.head >= MINIMUM_GAP && this.head * 2 >= keys.length) this.moveUp();
  }

  private get oldestAt(): number | undefined {
    const oldest = this.order[this.head];
    return oldest === undefined ? undefined : this.kind.timeOf(oldest);
  }

  private empty(): void {
    this.values.clear();
    this.keys = [];
    this.order = [];
    this.head = 0;
    this.total.remove(this, this.bytes, undefined);
    this.bytes = 0;
  }

  private moveUp(): void {
    this.keys = this.keys.slice(this.head);
    this.order = this.order.slice(this.head);
    this.head = 0;
  }
}
