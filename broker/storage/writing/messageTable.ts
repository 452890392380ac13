import type { Message } from '../../engine/state/message.ts';

const FIRST_CAPACITY = 256;
const GROWTH = 1.5;

/**
 * Where the record of each message is, as columns of numbers: the handle that the engine holds is a row. That is 30
 * bytes a message outside the JavaScript heap and 8 in it, and nothing for the garbage collector to walk.
 */
export class MessageTable {
  /** 0: not written yet. Kept until the row is given out again. */
  segment = new Uint32Array(FIRST_CAPACITY);
  /** Of the record's frame in its segment. */
  offset = new Uint32Array(FIRST_CAPACITY);
  /** Of the whole record; in a block, what the message takes up of it. */
  bytes = new Uint32Array(FIRST_CAPACITY);
  /** Which message of a block it is, from 1; 0: it has a record of its own. */
  entry = new Uint16Array(FIRST_CAPACITY);
  /** The segment with the newest state of the message; 0 when the message's own record has it. */
  stateSegment = new Uint32Array(FIRST_CAPACITY);
  /** Rises with every arrival of a message in a queue; 0: it has none yet. */
  arrival = new Float64Array(FIRST_CAPACITY);
  readonly owners: (Message | undefined)[] = [];
  private readonly free: number[] = [];

  /** Rows ever given out. */
  get count(): number {
    return this.owners.length;
  }

  take(): number {
    const reused = this.free.pop();
    if (reused !== undefined) return reused;
    const slot = this.owners.length;
    if (slot === this.segment.length) this.grow();
    this.owners.push(undefined);
    return slot;
  }

  release(slot: number): void {
    this.segment[slot] = 0;
    this.stateSegment[slot] = 0;
    this.owners[slot] = undefined;
    this.free.push(slot);
  }

  private grow(): void {
    const capacity = Math.ceil(this.segment.length * GROWTH);
    this.segment = copyTo(new Uint32Array(capacity), this.segment);
    this.offset = copyTo(new Uint32Array(capacity), this.offset);
    this.bytes = copyTo(new Uint32Array(capacity), this.bytes);
    this.entry = copyTo(new Uint16Array(capacity), this.entry);
    this.stateSegment = copyTo(new Uint32Array(capacity), this.stateSegment);
    this.arrival = copyTo(new Float64Array(capacity), this.arrival);
  }
}

function copyTo<T extends Uint16Array | Uint32Array | Float64Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
