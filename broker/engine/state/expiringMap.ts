/** Slots at the front that are over before the list is moved up. */
const MINIMUM_GAP = 1024;

/**
 * A map that forgets its entries after a fixed time. A Map alone would keep the order too, but its deleted entries stay
 * in the way of whoever walks it from the front: with 600,000 of them every call took half a millisecond.
 */
export class ExpiringMap<V> {
  private readonly lifeMs: number;
  private readonly timeOf: (value: V) => number;
  private readonly values = new Map<string, V>();
  /** Keys and values in the order of their times, from `head` on; deleted ones are still among them. */
  private keys: string[] = [];
  private order: V[] = [];
  private head = 0;

  /** @param timeOf epoch ms from which a value is remembered; values are set in the order of their times */
  constructor(lifeMs: number, timeOf: (value: V) => number) {
    this.lifeMs = lifeMs;
    this.timeOf = timeOf;
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
  }

  delete(key: string): void {
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
    this.keys = [];
    this.order = [];
    this.head = 0;
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

  private forgetUntil(now: number): void {
    const { keys, order, values } = this;
    let { head } = this;
    for (; head < keys.length; head++) {
      const value = order[head] as V;
      if (now - this.timeOf(value) < this.lifeMs) break;
      const key = keys[head] as string;
      // The key may have been set again since.
      if (values.get(key) === value) values.delete(key);
    }
    this.head = head;
    if (head < MINIMUM_GAP || head * 2 < keys.length) return;
    this.keys = keys.slice(head);
    this.order = order.slice(head);
    this.head = 0;
  }
}
