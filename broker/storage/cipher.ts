/**
 * Seals what messages say before it is written. Frames, kinds and the heads of records stay in the clear: numbers,
 * times, counts, group and deduplication ids, names and settings of queues. Bodies, attributes, their names, sender and
 * trace header are sealed. What `seal` gives must say itself which key it needs: a message keeps its sealed content when
 * it moves to another queue, and when its segment is rewritten.
 */
export interface RecordCipher {
  /** `messageNumber` is to be authenticated with the content, so that contents cannot be exchanged on the disk. */
  seal(plain: Uint8Array, queueNumber: number, messageNumber: number): Uint8Array;
  /** Throws when the content is not what `seal` gave, or its key is not there. */
  open(sealed: Uint8Array, messageNumber: number): Uint8Array;
  /** Drops the keys that no content needs any more; `isUsed` knows the contents. Throws Node's errors. */
  forgetKeys(isUsed: (key: number) => boolean): void;
}

/** The number of the data key that opens a sealed content. */
export function keyNumberOf(sealed: Uint8Array): number {
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength).readUInt32BE(1);
}
