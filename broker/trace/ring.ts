/** Keeps the newest `capacity` entries of a numbered series; the first entry ever has number 1. */
export class Ring<T> {
  private readonly capacity: number;
  private entries: T[] = [];
  private oldest = 1;
  private newest = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Of the oldest entry still kept; one more than {@link lastSequence} when none is. */
  get firstSequence(): number {
    return this.oldest;
  }

  /** Of the newest entry; 0 before the first. */
  get lastSequence(): number {
    return this.newest;
  }

  /** Where the entry with this number is kept, from 0 to below the capacity. */
  placeOf(sequence: number): number {
    return (sequence - 1) % this.capacity;
  }

  /** Adds an entry, over the oldest one when full, and returns its number. */
  push(entry: T): number {
    this.newest++;
    // The array grows with use: an idle broker pays nothing for the room it may need.
    this.entries[this.placeOf(this.newest)] = entry;
    if (this.newest - this.oldest >= this.capacity) this.oldest = this.newest - this.capacity + 1;
    return this.newest;
  }

  /** The entry with this number; undefined when it is no longer, or not yet, kept. */
  at(sequence: number): T | undefined {
    if (sequence < this.oldest || sequence > this.newest) return undefined;
    return this.entries[this.placeOf(sequence)];
  }

  /** Forgets all entries; numbers go on rising. */
  clear(): void {
    this.entries = [];
    this.oldest = this.newest + 1;
  }
}
