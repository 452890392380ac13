/*
 * The layout of the data folder, explained in format.md. Every change of it raises FORMAT_VERSION and follows the
 * ritual that is written there.
 */

export const FORMAT_VERSION = 3;

/** Frame: crc u32, rest u32 (bytes after these eight), kind u8, flags u8, head u16 (bytes of the head). */
export const FRAME_BYTES = 12;
/** Bytes of a frame that its length does not count. */
export const UNCOUNTED_BYTES = 8;
/** Above every record there can be: the most lavish limits let a message have 64 MiB. */
export const MAX_RECORD_BYTES = 80 * 1024 * 1024;

/** Distinguishes the records of one folder from those of another. */
export function saltOf(key: readonly number[]): number {
  return key.reduce((salt, word) => Math.imul(salt ^ word, 0x01000193), 0x811c9dc5) >>> 0;
}

/**
 * Where a record's checksum starts. It depends on folder, segment and place, so that what looks like a record inside a
 * message's body, or a record of another place, is not taken for one.
 */
export function seedOf(salt: number, segment: number, offset: number): number {
  let word = (salt ^ Math.imul(segment, 0x9e3779b1) ^ Math.imul(offset, 0x85ebca6b)) >>> 0;
  word = Math.imul(word ^ (word >>> 15), 0xc2b2ae35);
  return (word ^ (word >>> 13)) >>> 0;
}
