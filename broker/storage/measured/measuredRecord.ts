import { crc32 } from '../format/crc32.ts';

/** At the start of each file. */
export const MEASURED_MAGIC = Buffer.from('QSMEASR\n', 'latin1');
/** crc u32, bytes behind this field u32, start f64, end f64, bytes of the key u16. */
const HEAD_BYTES = 26;
const CHECKED_FROM = 4;
const REST_FROM = 8;

/** Finished periods of one queue; without a key: the clock was set back to `start`. */
export interface MeasuredRecord {
  /** ARN of the queue. */
  readonly key: string;
  /** Epoch ms on the broker's clock. */
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

export function encodeMeasured({ key, start, end, bytes }: MeasuredRecord): Buffer {
  const keyBytes = Buffer.from(key);
  const record = Buffer.alloc(HEAD_BYTES + keyBytes.length + bytes.length);
  record.writeUInt32LE(record.length - REST_FROM, CHECKED_FROM);
  record.writeDoubleLE(start, REST_FROM);
  record.writeDoubleLE(end, REST_FROM + 8);
  record.writeUInt16LE(keyBytes.length, REST_FROM + 16);
  keyBytes.copy(record, HEAD_BYTES);
  record.set(bytes, HEAD_BYTES + keyBytes.length);
  record.writeUInt32LE(crc32(record.subarray(CHECKED_FROM), 0), 0);
  return record;
}

/**
 * Reads the record at a place of a file; undefined if there is none that is whole.
 * @returns the record, and its length with its head
 */
export function decodeMeasured(
  file: Buffer,
  offset: number,
): { readonly record: MeasuredRecord; readonly length: number } | undefined {
  if (offset + HEAD_BYTES > file.length) return undefined;
  const length = REST_FROM + file.readUInt32LE(offset + CHECKED_FROM);
  if (length < HEAD_BYTES || offset + length > file.length) return undefined;
  const bytes = file.subarray(offset, offset + length);
  if (crc32(bytes.subarray(CHECKED_FROM), 0) !== bytes.readUInt32LE(0)) return undefined;
  const keyEnd = HEAD_BYTES + bytes.readUInt16LE(REST_FROM + 16);
  if (keyEnd > length) return undefined;
  const record = {
    key: bytes.toString('utf8', HEAD_BYTES, keyEnd),
    start: bytes.readDoubleLE(REST_FROM),
    end: bytes.readDoubleLE(REST_FROM + 8),
    bytes: bytes.subarray(keyEnd),
  };
  return { record, length };
}
