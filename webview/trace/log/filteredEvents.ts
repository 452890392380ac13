import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import type { TraceFilter } from '../../protocol.ts';
import { compileFilter, type EventTest, isNarrower } from './eventFilter.ts';
import type { EventRing } from './eventRing.ts';

/** Events in an order, row by row. */
export interface EventRows {
  readonly size: number;
  /** The ring position of a row. */
  positionAt(row: number): number | undefined;
  at(row: number): TraceEvent | undefined;
  /** The row that shows a ring position, or -1 when it is filtered out or gone. */
  rowOf(position: number): number;
}

/**
 * The positions in a ring that a filter shows, kept up with the ring: new events are tested once, pushed-out ones leave
 * at the front, and a narrower filter tests only what is shown.
 */
export class FilteredEvents implements EventRows {
  private readonly ring: EventRing;
  private filter: TraceFilter = {};
  private test: EventTest = compileFilter({});
  private positions: number[] = [];
  /** Positions before this index have been pushed out of the ring. */
  private head = 0;
  /** Positions before this one have been tested. */
  private tested = 0;

  constructor(ring: EventRing) {
    this.ring = ring;
  }

  get size(): number {
    return this.positions.length - this.head;
  }

  /** The ring position of a row, 0 being the oldest that is shown. */
  positionAt(row: number): number | undefined {
    return this.positions[this.head + row];
  }

  at(row: number): TraceEvent | undefined {
    const position = this.positionAt(row);
    return position === undefined ? undefined : this.ring.at(position);
  }

  /** The row that shows a ring position, or -1 when it is filtered out or gone. O(log n). */
  rowOf(position: number): number {
    const row = this.lowerBound(position);
    return this.positionAt(row) === position ? row : -1;
  }

  /** The first row at or after a ring position; `size` when there is none. */
  lowerBound(position: number): number {
    let low = this.head;
    let high = this.positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.positions[middle] ?? Infinity) < position) low = middle + 1;
      else high = middle;
    }
    return low - this.head;
  }

  /** A number for every row, from what the broker's clock said and the ring position. */
  map(read: (clockTime: number, position: number) => number): Float64Array {
    const numbers = new Float64Array(this.size);
    for (let row = 0; row < numbers.length; row += 1) {
      const position = this.positions[this.head + row] ?? 0;
      numbers[row] = read(this.ring.timeAt(position), position);
    }
    return numbers;
  }

  /** Follows what was appended to or pushed out of the ring since the last call. `limit`: only look before this position. */
  catchUp(limit = this.ring.next): void {
    const end = Math.min(limit, this.ring.next);
    for (let position = Math.max(this.tested, this.ring.first); position < end; position += 1) {
      if (this.shows(position)) this.positions.push(position);
    }
    this.tested = Math.max(this.tested, end);
    while (this.head < this.positions.length && (this.positions[this.head] ?? 0) < this.ring.first)
      this.head += 1;
    if (this.head > 1024 && this.head * 2 > this.positions.length) {
      this.positions = this.positions.slice(this.head);
      this.head = 0;
    }
  }

  /**
   * Shows by another filter; what was not looked at before stays so until the next {@link catchUp}.
   * @returns whether it shows nothing that it did not show before
   */
  setFilter(filter: TraceFilter): boolean {
    const narrower = isNarrower(filter, this.filter);
    this.filter = filter;
    this.test = compileFilter(filter);
    if (narrower) {
      this.positions = this.positions.slice(this.head).filter((position) => this.shows(position));
    } else {
      const end = this.tested;
      this.positions = [];
      this.tested = this.ring.first;
      this.head = 0;
      this.catchUp(end);
    }
    this.head = 0;
    return narrower;
  }

  /** After the ring's contents were replaced. */
  rebuild(): void {
    this.positions = [];
    this.head = 0;
    this.tested = this.ring.first;
    this.catchUp();
  }

  private shows(position: number): boolean {
    const event = this.ring.at(position);
    return event !== undefined && this.test(event, this.ring.previewOf(event.messageId));
  }
}
