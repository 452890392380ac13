import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { EventRing } from './eventRing.ts';
import type { EventRows, FilteredEvents } from './filteredEvents.ts';

/** What events are sorted by; undefined: the event has none, and comes last in either direction. */
export type SortKey = string | number | undefined;

/** An order of events. Events with the same key stay in the order of time. */
export interface EventSort {
  readonly keyOf: (event: TraceEvent, position: number) => SortKey;
  /** Of two keys that exist; < 0: `left` comes first in ascending order. */
  readonly compare: (left: string | number, right: string | number) => number;
  readonly isDescending: boolean;
}

/**
 * What a filter shows, in another order than that of time. It follows the ring batch by batch: the key of an event is read
 * once; a new event finds its place by binary search, and the places of all others move in one pass over numbers, which
 * compares nothing. Only another filter or another order sorts everything again.
 */
export class SortedEvents implements EventRows {
  private readonly ring: EventRing;
  private readonly shown: FilteredEvents;
  private readonly sort: EventSort;
  /** Positions in the ring, in this order; the first `count` of them. */
  private readonly order: Float64Array;
  /** The key of the event at each position, by its slot. */
  private readonly keys: SortKey[];
  private count = 0;
  /** Positions before this one have their place. */
  private reached = 0;
  /** Events before this position have left. */
  private oldest = 0;

  constructor(ring: EventRing, shown: FilteredEvents, sort: EventSort) {
    this.ring = ring;
    this.shown = shown;
    this.sort = sort;
    this.order = new Float64Array(ring.capacity);
    this.keys = Array.from({ length: ring.capacity });
    this.rebuild();
  }

  get size(): number {
    return this.count;
  }

  positionAt(row: number): number | undefined {
    return row < this.count ? this.order[row] : undefined;
  }

  at(row: number): TraceEvent | undefined {
    const position = this.positionAt(row);
    return position === undefined ? undefined : this.ring.at(position);
  }

  /** O(log n). */
  rowOf(position: number): number {
    if (this.shown.rowOf(position) === -1) return -1;
    return this.findPlace(position, this.count);
  }

  /** Follows what was added to or pushed out of the filtered events since the last call. */
  catchUp(): void {
    // First, because a new event takes over the slot of one that left, with its key.
    this.leaveOut((position) => position < this.ring.first, this.ring.first > this.oldest);
    this.oldest = this.ring.first;
    const added: number[] = [];
    for (let row = this.shown.lowerBound(this.reached); row < this.shown.size; row += 1) {
      const position = this.shown.positionAt(row) ?? 0;
      const event = this.ring.at(position);
      if (event === undefined) continue;
      this.keys[position % this.ring.capacity] = this.sort.keyOf(event, position);
      added.push(position);
    }
    this.reached = this.ring.next;
    this.insert(added.sort((left, right) => this.compare(left, right)));
  }

  /** After the filter has hidden some of what it showed. */
  narrow(): void {
    this.leaveOut((position) => this.shown.rowOf(position) === -1);
  }

  /** After the filter shows something else, or the ring's contents were replaced. */
  rebuild(): void {
    this.count = 0;
    this.reached = this.ring.first;
    this.catchUp();
  }

  private leaveOut(isOut: (position: number) => boolean, canBe = true): void {
    if (!canBe) return;
    let left = 0;
    for (let row = 0; row < this.count; row += 1) {
      const position = this.order[row] ?? 0;
      if (isOut(position)) continue;
      this.order[left] = position;
      left += 1;
    }
    this.count = left;
  }

  /** Puts sorted positions in their places, from the last one on: so each of the others moves once. */
  private insert(added: readonly number[]): void {
    let end = this.count;
    for (let index = added.length - 1; index >= 0; index -= 1) {
      const position = added[index] ?? 0;
      const place = this.findPlace(position, end);
      this.order.copyWithin(place + index + 1, place, end);
      this.order[place + index] = position;
      end = place;
    }
    this.count += added.length;
  }

  /** The first row of those before `end` that does not come before a position. */
  private findPlace(position: number, end: number): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.order[middle] ?? 0, position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(left: number, right: number): number {
    const { capacity } = this.ring;
    const [leftKey, rightKey] = [this.keys[left % capacity], this.keys[right % capacity]];
    if (leftKey === rightKey) return left - right;
    if (leftKey === undefined) return 1;
    if (rightKey === undefined) return -1;
    const order = this.sort.compare(leftKey, rightKey);
    return (this.sort.isDescending ? -order : order) || left - right;
  }
}
