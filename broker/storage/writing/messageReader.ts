import type { MessageContent } from '../../engine/base/content.ts';
import { type BlockEntry, readBlockHead } from '../format/blockCodec.ts';
import { BLOCK_BYTES } from './blockDrafts.ts';
import { ByteReader } from '../../bytes/byteReader.ts';
import type { RecordCipher } from '../format/recordCipher.ts';
import { decodeContent } from '../../bytes/contentCodec.ts';
import { FRAME_BYTES } from '../format/format.ts';
import { FLAG, KIND } from '../format/recordKinds.ts';
import type { Log } from '../disk/log.ts';
import {
  type SavedContentHead,
  type SavedState,
  decodeContentHead,
  decodeState,
} from '../format/messageHead.ts';

/** Where a message is. */
export interface MessagePlace {
  readonly segment: number;
  /** Of the record. */
  readonly offset: number;
  /** Which message of a block, from 1; 0: the record is the message's own. */
  readonly entry: number;
}

/** A message as it was written, with its content not decoded yet. */
export interface StoredMessage {
  readonly state: SavedState;
  readonly head: SavedContentHead;
  /** The encoded content, unencrypted. A view that is valid until the next read or append. */
  readonly content: Buffer;
}

/** A message as its record has it. */
export interface SavedMessage {
  readonly state: SavedState;
  readonly sizeBytes: number;
  readonly content: MessageContent;
}

/** Thrown if a record's bytes on the disk differ from what was written; none of it is returned. */
export class DamagedRecordError extends Error {}

interface OpenedBlock {
  readonly segment: number;
  readonly offset: number;
  /** The record up to what is sealed. */
  readonly heads: Buffer;
  readonly entries: readonly BlockEntry[];
  readonly contents: Buffer;
}

/** Opened blocks that are kept: queues are read in the order in which they were filled. Half a megabyte in all. */
const MAX_OPENED = 16;

/** Reads messages back: out of records of their own, and out of sealed blocks. */
export class MessageReader {
  private readonly log: Log;
  private readonly cipher: RecordCipher | undefined;
  /** Least recently used first. */
  private readonly opened: OpenedBlock[] = [];

  constructor(log: Log, cipher: RecordCipher | undefined) {
    this.log = log;
    this.cipher = cipher;
  }

  /** Errors: {@link DamagedRecordError}; Node's errors. */
  read(place: MessagePlace): SavedMessage {
    const { state, head, content } = this.readStored(place);
    const { sizeBytes, ...rest } = head;
    try {
      return { state, sizeBytes, content: decodeContent(new ByteReader(content), rest) };
    } catch (error) {
      // It runs over the end.
      if (!(error instanceof RangeError)) throw error;
      throw new DamagedRecordError(markAccountedFor(place.segment, place.offset, 'has no content'), {
        cause: error,
      });
    }
  }

  /** Errors: {@link DamagedRecordError}; Node's errors. */
  readStored({ segment, offset, entry }: MessagePlace): StoredMessage {
    const found = this.findOpened(segment, offset);
    if (found !== undefined) return readEntry(found, entry);
    const record = this.log.read(segment, offset);
    if (record === undefined) throw new DamagedRecordError(markAccountedFor(segment, offset, 'is damaged'));
    if (record[8] === KIND.block) return readEntry(this.openBlock(segment, offset, record), entry);
    const flags = record[9] as number;
    const reader = new ByteReader(record, FRAME_BYTES);
    const state = decodeState(reader, flags);
    const head = decodeContentHead(reader, flags);
    const stored = reader.rest;
    if (!(flags & FLAG.sealed)) return { state, head, content: stored };
    const content = this.tryToOpen(segment, offset, (cipher) => cipher.openContent(stored, state.number));
    return { state, head, content };
  }

  /** Forgets what was read, because the journal behind its written end will be overwritten. */
  forget(): void {
    this.opened.length = 0;
  }

  private findOpened(segment: number, offset: number): OpenedBlock | undefined {
    const place = this.opened.findIndex((block) => block.segment === segment && block.offset === offset);
    if (place < 0) return undefined;
    const [block] = this.opened.splice(place, 1) as [OpenedBlock];
    this.opened.push(block);
    return block;
  }

  private openBlock(segment: number, offset: number, record: Buffer): OpenedBlock {
    const end = FRAME_BYTES + record.readUInt16LE(10);
    const { seal, entries } = readBlockHead(record, 0);
    const clear = record.subarray(FRAME_BYTES, end);
    const sealed = record.subarray(end);
    const contents = this.tryToOpen(segment, offset, (cipher) => cipher.open(seal, sealed, clear));
    const expected = entries.reduce((sum, { contentBytes }) => sum + contentBytes, 0);
    if (contents.length !== expected) {
      throw new DamagedRecordError(
        markAccountedFor(segment, offset, `has ${contents.length} bytes, not ${expected}`),
      );
    }
    const block = { segment, offset, heads: Buffer.from(record.subarray(0, end)), entries, contents };
    if (contents.length <= BLOCK_BYTES) {
      this.opened.push(block);
      if (this.opened.length > MAX_OPENED) this.opened.shift();
    }
    return block;
  }

  private tryToOpen(segment: number, offset: number, open: (cipher: RecordCipher) => Buffer): Buffer {
    const { cipher } = this;
    if (cipher === undefined) throw new Error('This message is encrypted, and there is no key.');
    try {
      return open(cipher);
    } catch (error) {
      throw new DamagedRecordError(markAccountedFor(segment, offset, 'does not open'), { cause: error });
    }
  }
}

function readEntry({ heads, entries, contents }: OpenedBlock, entry: number): StoredMessage {
  const { flags, headOffset, contentStart, contentBytes } = entries[entry - 1] as BlockEntry;
  const reader = new ByteReader(heads, headOffset);
  const state = decodeState(reader, flags);
  const head = decodeContentHead(reader, flags);
  return { state, head, content: contents.subarray(contentStart, contentStart + contentBytes) };
}

function markAccountedFor(segment: number, offset: number, what: string): string {
  return `The record at ${offset} of segment ${segment} ${what}.`;
}
