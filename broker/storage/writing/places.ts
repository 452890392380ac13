import type { Log } from '../disk/log.ts';
import type { MessagePlace } from './messageReader.ts';
import type { MessageTable } from './messageTable.ts';

/** Where messages and their newest states are; keeps the books of what of a segment still counts. */
export class Places {
  private readonly log: Log;
  private readonly table: MessageTable;

  constructor(log: Log, table: MessageTable) {
    this.log = log;
    this.table = table;
  }

  get(slot: number): MessagePlace {
    const { segment, offset, entry } = this.table;
    return {
      segment: segment[slot] as number,
      offset: offset[slot] as number,
      entry: entry[slot] as number,
    };
  }

  /**
   * Puts a message into the record that was just appended.
   * @param length of the record
   * @param bytes what the message takes up of it
   * @param entry which message of a block it is; 0: the record is its own
   */
  put(slot: number, length: number, bytes: number, entry: number): void {
    const { table } = this;
    const { current } = this.log;
    table.segment[slot] = current.number;
    table.offset[slot] = current.bytes - length;
    table.bytes[slot] = bytes;
    table.entry[slot] = entry;
    current.liveBytes += bytes;
    current.liveCount++;
  }

  /** Puts a message where its record lies already. */
  adopt(slot: number, segment: number, offset: number, bytes: number, entry: number): void {
    const { table } = this;
    table.segment[slot] = segment;
    table.offset[slot] = offset;
    table.bytes[slot] = bytes;
    table.entry[slot] = entry;
    table.stateSegment[slot] = 0;
    const holder = this.log.segments.get(segment);
    if (holder === undefined) return;
    holder.liveBytes += bytes;
    holder.liveCount++;
  }

  /** Marks a message's record as dead. */
  leave(slot: number): void {
    const segment = this.log.segments.get(this.table.segment[slot] as number);
    if (segment === undefined) return;
    segment.liveBytes -= this.table.bytes[slot] as number;
    segment.liveCount--;
  }

  /** @param number the segment with the newest state of a message; 0: its own record has it */
  setState(slot: number, number: number): void {
    const { segments } = this.log;
    const { stateSegment } = this.table;
    const before = segments.get(stateSegment[slot] as number);
    if (before !== undefined) before.stateCount--;
    const after = segments.get(number);
    if (after !== undefined) after.stateCount++;
    stateSegment[slot] = number;
  }
}
