import { MAXIMUM_PAYLOAD_BYTES } from '../protocol/mappingLimits.ts';

const HEAD = '{"Records":[';
const TAIL = ']}';
const COMMA_BYTES = 1;

/** An event, of records that are JSON. */
export function writeEvent(records: readonly string[]): string {
  return `${HEAD}${records.join(',')}${TAIL}`;
}

/**
 * How large an event becomes as records are added, so that a batch is cut where the next record does not fit. The size of
 * each record is measured once, by whoever wrote it.
 */
export class EventSize {
  private recordCount = 0;
  private total = HEAD.length + TAIL.length;

  /** Of UTF-8. */
  get bytes(): number {
    return this.total;
  }

  /**
   * Adds a record, unless the event would have more than {@link MAXIMUM_PAYLOAD_BYTES}. The first record always fits: no
   * message waits for an event that can take it, and the function says what it thinks of one that is too large.
   * @param recordBytes of its JSON in UTF-8
   */
  tryAdd(recordBytes: number): boolean {
    const separatorBytes = this.recordCount === 0 ? 0 : COMMA_BYTES;
    const grown = this.total + separatorBytes + recordBytes;
    if (this.recordCount > 0 && grown > MAXIMUM_PAYLOAD_BYTES) return false;
    this.recordCount += 1;
    this.total = grown;
    return true;
  }
}
