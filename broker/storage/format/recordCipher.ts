/** A right to seal once: no other one has the same key and count. */
export interface Seal {
  readonly keyNumber: number;
  /** Under the key. */
  readonly count: number;
}

/**
 * Encrypts message contents before they are written. Frames, kinds and the heads of records stay unencrypted: numbers,
 * times, counts, group and deduplication ids, names and settings of queues. Bodies, attributes, their names, sender and
 * trace header are sealed, those of several messages at once.
 */
export interface RecordCipher {
  /** Whether it can open what is sealed with a key. */
  hasKey(number: number): boolean;
  /** A key of this number was used once: no other may have it. */
  reserve(number: number): void;
  /** Makes a data key when one is due. */
  takeSeal(queueNumber: number): Seal;
  /** What is as long as `plain`, and a tag. `clear` is authenticated with it. */
  seal(seal: Seal, plain: Uint8Array, clear: Uint8Array): { readonly sealed: Buffer; readonly tag: Buffer };
  /** `sealed` with its tag behind it. Throws when this is not what {@link seal} gave, or the key is not there. */
  open(seal: Seal, sealed: Uint8Array, clear: Uint8Array): Buffer;
  /** Opens the content of a message as format 1 has it. Throws as {@link open} does. */
  openContent(sealed: Uint8Array, messageNumber: number): Buffer;
  /** Drops the keys that no content needs anymore; `isUsed` knows the contents. Throws Node's errors. */
  forgetKeys(isUsed: (key: number) => boolean): void;
}

/** Behind what is sealed. */
export const TAG_BYTES = 16;

/** The number of the data key that opens a sealed content of format 1. */
export function keyNumberOf(sealed: Uint8Array): number {
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength).readUInt32BE(1);
}
