import type { Forgetful, RememberedTotal } from './rememberedIds.ts';

/** Slots at the front that are over before the list is moved up. */
const MINIMUM_GAP = 1024;

export interface ExpiringKind<V> {
  readonly lifeMs: number;
  /** Epoch ms from which a value is remembered; values are set in the order of their times. */
  readonly timeOf: (value: V) => number;
  /** What an entry takes in memory; the same for as long as it is here. */
  readonly bytesOf: (key: string, value: V) => number;
}

/**
 * A map that forgets its entries after a fixed time. A Map alone would keep the order too, but its deleted entries stay
 * in the way of whoever walks it from the front: with 600,000 of them every call took half a millisecond.
 */
export class ExpiringMap<V> implements Forgetful {
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
    this.values.clear();
    this.keys = [];
    this.order = [];
    this.head = 0;
    this.total.remove(this.bytes);
    this.bytes = 0;
    this.total.maps.delete(this);
  }

  /** Replaces every value; for a clock that was set back. */
  replaceAll(change: (value: V) => V): void {
    const entries = [...this.values];
    this.clear();
    for (const [key, value] of entries) this.set(key, change(value));
  }

  /** Everything that was not forgotten yet, oldest first. */
  entries(): IterableIterator<[string, V]> {
    return this.values.entries();
  }

  forgetUntil(now: number): void {
    const { timeOf, lifeMs } = this.kind;
    while (this.head < this.keys.length && now - timeOf(this.order[this.head] as V) >= lifeMs) {
      this.forgetOldest();
    }
  }

  /** Forgets the oldest entry; there must be one. */
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
    this.total.remove(bytes);
    if (this.head === keys.length) this.clear();
    else if (this.head >= MINIMUM_GAP && this.head * 2 >= keys.length) this.moveUp();
  }

  private moveUp(): void {
    this.keys = this.keys.slice(this.head);
    this.order = this.order.slice(this.head);
    this.head = 0;
  }
}
