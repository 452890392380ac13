/**
 * Seals what messages say before it is written. Frames, kinds and the heads of records stay in the clear: numbers,
 * times, counts, group and deduplication ids, names and settings of queues. Bodies, attributes, their names, sender and
 * trace header are sealed. What `seal` gives must say itself which key it needs: a message keeps its sealed content when
 * it moves to another queue, and when its segment is rewritten. Keys that must survive are kept as notes.
 */
export interface RecordCipher {
  /** `messageNumber` is to be authenticated with the content, so that contents cannot be exchanged on the disk. */
  seal(plain: Uint8Array, queueNumber: number, messageNumber: number): Uint8Array;
  /** Throws when the content is not what `seal` gave, or its key is not there. */
  open(sealed: Uint8Array, messageNumber: number): Uint8Array;
  /** How much longer `seal` makes a content at most, bytes. */
  readonly overheadBytes: number;
}
