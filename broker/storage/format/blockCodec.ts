import type { Seal } from './recordCipher.ts';
import { FRAME_BYTES } from './format.ts';

/** A message of a block, as the head of the block has it. Offsets are in the record. */
export interface BlockEntry {
  /** As `message` records have them. */
  readonly flags: number;
  readonly headOffset: number;
  /** In what the block seals. */
  readonly contentStart: number;
  readonly contentBytes: number;
  /** The bytes it takes of the block, apart from the shared ones. */
  readonly bytes: number;
}

export interface BlockHead {
  readonly seal: Seal;
  readonly entries: readonly BlockEntry[];
}

/** Key u32, count u48, number of messages u16. */
export const BLOCK_HEAD_BYTES = 12;
/** Flags u8, bytes of the message's head u16, bytes of its content u32. */
export const ENTRY_BYTES = 7;

/** Reads the head of a block whose frame begins at `start`. The record must be valid. */
export function readBlockHead(record: Buffer, start: number): BlockHead {
  const head = start + FRAME_BYTES;
  const seal = { keyNumber: record.readUInt32LE(head), count: record.readUIntLE(head + 4, 6) };
  const entries: BlockEntry[] = [];
  let offset = head + BLOCK_HEAD_BYTES;
  let contentStart = 0;
  for (let rest = record.readUInt16LE(head + 10); rest > 0; rest--) {
    const headOffset = offset + ENTRY_BYTES;
    const headBytes = record.readUInt16LE(offset + 1);
    const contentBytes = record.readUInt32LE(offset + 3);
    const bytes = ENTRY_BYTES + headBytes + contentBytes;
    entries.push({ flags: record[offset] as number, headOffset, contentStart, contentBytes, bytes });
    offset = headOffset + headBytes;
    contentStart += contentBytes;
  }
  return { seal, entries };
}
