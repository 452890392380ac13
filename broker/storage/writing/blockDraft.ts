import type { Message } from '../../engine/state/message.ts';
import { ENTRY_BYTES } from '../format/blockCodec.ts';
import { ByteWriter } from '../../bytes/byteWriter.ts';
import type { Seal } from '../format/recordCipher.ts';

/** A message of a block that is not sealed yet. */
interface DraftEntry {
  readonly slot: number;
  readonly message: Message;
  /** What it takes up of the block. */
  readonly bytes: number;
}

/** What a block is written in: heads and contents apart. */
export interface BlockBuffers {
  readonly heads: ByteWriter;
  readonly contents: ByteWriter;
}

const FIRST_BYTES = 4096;

export function makeBlockBuffers(): BlockBuffers {
  const make = (): ByteWriter => new ByteWriter(Buffer.allocUnsafeSlow(FIRST_BYTES));
  return { heads: make(), contents: make() };
}

/** Collects messages for one block. Heads are written with {@link heads}, contents with {@link contents}. */
export class BlockDraft implements BlockBuffers {
  readonly seal: Seal;
  readonly isSend: boolean;
  readonly heads: ByteWriter;
  readonly contents: ByteWriter;
  readonly entries: DraftEntry[] = [];
  /** Writes what must come after the block: states of its messages, voids of their older records. */
  readonly followers: (() => void)[] = [];
  /** Epoch ms: the newest send with a deduplication id. */
  deduplicatedAt = 0;
  private headStart = 0;
  private contentStart = 0;

  /** @param buffers this draft's until it is closed; what was in them does not matter */
  constructor(seal: Seal, isSend: boolean, { heads, contents }: BlockBuffers) {
    this.seal = seal;
    this.isSend = isSend;
    this.heads = heads;
    this.contents = contents;
    heads.position = 0;
    contents.position = 0;
  }

  get bytes(): number {
    return this.heads.position + this.contents.position;
  }

  begin(headRoom: number, contentRoom: number): void {
    this.headStart = this.heads.position;
    this.contentStart = this.contents.position;
    this.heads.makeRoom(ENTRY_BYTES + headRoom);
    this.contents.makeRoom(contentRoom);
    this.heads.position += ENTRY_BYTES;
  }

  end(slot: number, message: Message, flags: number): void {
    const { heads, headStart } = this;
    const headBytes = heads.position - headStart - ENTRY_BYTES;
    const contentBytes = this.contents.position - this.contentStart;
    heads.bytes[headStart] = flags;
    heads.patchU16(headStart + 1, headBytes);
    heads.patchU32(headStart + 3, contentBytes);
    this.entries.push({ slot, message, bytes: ENTRY_BYTES + headBytes + contentBytes });
  }
}
