import type { IdentityKey } from '../../engine/base/identity.ts';
import { crc32 } from './crc32.ts';
import { FORMAT_VERSION } from './format.ts';

/** magic 8, version u16, reserved u16, segment u32, identity key 4 × u32, crc u32 of all before. */
export const SEGMENT_HEADER_BYTES = 36;

const MAGIC = Buffer.from('QSJRNL\r\n', 'latin1');
const KEY_OFFSET = 16;
const CRC_OFFSET = 32;

/**
 * Every segment has the identity of its folder, so that it can be recognized and the folder's file can be recreated.
 */
export function encodeSegmentHeader(segment: number, key: IdentityKey): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt16LE(FORMAT_VERSION, 8);
  header.writeUInt32LE(segment, 12);
  for (const [index, word] of key.entries()) header.writeUInt32LE(word, KEY_OFFSET + 4 * index);
  header.writeUInt32LE(crc32(header.subarray(0, CRC_OFFSET), 0), CRC_OFFSET);
  return header;
}

export interface SegmentHeader {
  readonly version: number;
  readonly segment: number;
  readonly identityKey: IdentityKey;
}

/** Undefined if the bytes are not a valid header. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (bytes.readUInt32LE(CRC_OFFSET) !== crc32(bytes.subarray(0, CRC_OFFSET), 0)) return undefined;
  const word = (index: number): number => bytes.readUInt32LE(KEY_OFFSET + 4 * index);
  return {
    version: bytes.readUInt16LE(8),
    segment: bytes.readUInt32LE(12),
    identityKey: [word(0), word(1), word(2), word(3)],
  };
}

const NAME = /^([0-9a-f]{8})\.segment$/;

export function nameSegment(segment: number): string {
  return `${segment.toString(16).padStart(8, '0')}.segment`;
}

/** The number in a segment's file name; undefined for all other names. */
export function readSegmentName(name: string): number | undefined {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** An empty file of this name records that a segment was removed, until a record in the journal does. */
export function nameRemoved(segment: number): string {
  return `${nameSegment(segment)}.removed`;
}

/** The number of the segment that was removed; undefined for all other names. */
export function readRemovedName(name: string): number | undefined {
  return name.endsWith('.removed') ? readSegmentName(name.slice(0, -'.removed'.length)) : undefined;
}

/** The name under which a damaged segment is set aside, the first or a later one of that name. Nothing reads it. */
export function nameSetAside(segment: number, count: number): string {
  return `${nameSegment(segment)}${count === 1 ? '' : `.${count}`}.damaged`;
}

export function isSetAside(name: string): boolean {
  return /\.segment(\.\d+)?\.damaged$/.test(name);
}
