import { readBlockHead } from '../../broker/storage/format/blockCodec.ts';
import { ByteReader } from '../../broker/bytes/byteReader.ts';
import { FRAME_BYTES, saltOf } from '../../broker/storage/format/format.ts';
import { KIND, type Kind } from '../../broker/storage/format/recordKinds.ts';
import { decodeState } from '../../broker/storage/format/messageHead.ts';
import { scanRecords } from '../../broker/storage/disk/scan.ts';
import { SEGMENT_HEADER_BYTES, decodeSegmentHeader } from '../../broker/storage/format/segmentHeader.ts';

/*
 * Looks at the segments of a data folder from outside, so that a test can damage a certain record and knows what it
 * has damaged. Works on bytes, whether they come from a disk or from memory.
 */

export type KindName = keyof typeof KIND;

/** A record where it lies. */
export interface FoundRecord {
  readonly kind: KindName;
  readonly flags: number;
  /** Of its frame in the file. */
  readonly offset: number;
  readonly length: number;
  /** Numbers of the messages that it has or speaks of, in their order. */
  readonly messages: readonly number[];
}

const NAMES = new Map(Object.entries(KIND).map(([name, kind]) => [kind, name as KindName]));

/** The records of one segment, in their order. The segment is to be undamaged. */
export function listRecords(segment: Buffer): FoundRecord[] {
  const header = decodeSegmentHeader(segment);
  if (header === undefined) throw new Error('This is no segment.');
  const found: FoundRecord[] = [];
  const salt = saltOf(header.identityKey);
  scanRecords(segment, SEGMENT_HEADER_BYTES, salt, header.segment, (kind, flags, offset, length) => {
    const messages = messagesOf(segment, kind, flags, offset);
    found.push({ kind: NAMES.get(kind) as KindName, flags, offset, length, messages });
  });
  return found;
}

function messagesOf(segment: Buffer, kind: Kind, flags: number, offset: number): number[] {
  const start = offset + FRAME_BYTES;
  if (kind === KIND.block) {
    const { entries } = readBlockHead(segment, offset);
    return entries.map((entry) => decodeState(new ByteReader(segment, entry.headOffset), entry.flags).number);
  }
  if (kind === KIND.message || kind === KIND.state) {
    return [decodeState(new ByteReader(segment, start), flags).number];
  }
  return kind === KIND.gone ? [new ByteReader(segment, start).f64()] : [];
}

/** A copy with one bit changed. */
export function flipBit(bytes: Buffer, place: number, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[place] = (flipped[place] as number) ^ (1 << bit);
  return flipped;
}

/** A copy with zeros in a range. */
export function clearRange(bytes: Buffer, start: number, end: number): Buffer {
  return Buffer.from(bytes).fill(0, start, end);
}
