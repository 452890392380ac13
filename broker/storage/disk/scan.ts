import { crc32 } from '../format/crc32.ts';
import { FRAME_BYTES, MAX_RECORD_BYTES, UNCOUNTED_BYTES, seedOf } from '../format/format.ts';
import { type Kind, isKind } from '../format/recordKinds.ts';

/** What a scan finds. `bytes` is the whole file; the record is at `offset`, `length` long, its head at the frame's end. */
export type RecordVisitor = (kind: Kind, flags: number, offset: number, length: number) => void;

/** A stretch of a segment that is no record. */
export interface Gap {
  readonly offset: number;
  readonly bytes: number;
  /** Nothing readable lies behind it. */
  readonly isAtEnd: boolean;
  /** Of the record that it seems to begin with; undefined if that is unknown. */
  readonly kind: Kind | undefined;
}

/** Calls `visit` for each valid record from `start` on and returns the gaps between them. */
export function scanRecords(
  bytes: Buffer,
  start: number,
  salt: number,
  segment: number,
  visit: RecordVisitor,
): Gap[] {
  const gaps: Gap[] = [];
  let offset = start;
  while (offset < bytes.length) {
    const length = measureRecord(bytes, offset, salt, segment);
    if (length > 0) {
      visit(bytes[offset + 8] as Kind, bytes[offset + 9] as number, offset, length);
      offset += length;
      continue;
    }
    const next = findRecord(bytes, offset + 1, salt, segment);
    const kind = bytes[offset + 8];
    gaps.push({
      offset,
      bytes: next - offset,
      isAtEnd: next === bytes.length,
      kind: kind !== undefined && isKind(kind) ? kind : undefined,
    });
    offset = next;
  }
  return gaps;
}

/** The length of the valid record at `offset`; 0 if there is none. */
function measureRecord(bytes: Buffer, offset: number, salt: number, segment: number): number {
  if (offset + FRAME_BYTES > bytes.length) return 0;
  const length = bytes.readUInt32LE(offset + 4) + UNCOUNTED_BYTES;
  if (length < FRAME_BYTES || length > MAX_RECORD_BYTES || offset + length > bytes.length) return 0;
  if (!isKind(bytes[offset + 8] as number)) return 0;
  if (bytes.readUInt16LE(offset + 10) > length - FRAME_BYTES) return 0;
  const checksum = crc32(bytes.subarray(offset + 4, offset + length), seedOf(salt, segment, offset));
  return checksum === bytes.readUInt32LE(offset) ? length : 0;
}

/** Start of the next valid record; the end of the bytes if there is none. */
function findRecord(bytes: Buffer, start: number, salt: number, segment: number): number {
  for (let offset = start; offset + FRAME_BYTES <= bytes.length; offset++) {
    if (measureRecord(bytes, offset, salt, segment) > 0) return offset;
  }
  return bytes.length;
}
