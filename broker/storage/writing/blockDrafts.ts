import { BLOCK_HEAD_BYTES } from '../format/blockCodec.ts';
import { type BlockBuffers, BlockDraft, makeBlockBuffers } from './blockDraft.ts';
import { type RecordCipher, TAG_BYTES } from '../format/recordCipher.ts';
import { FLAG, KIND } from '../format/recordKinds.ts';
import type { Log } from '../disk/log.ts';
import type { QueueCopies } from './queueCopies.ts';

/**
 * A block takes no further message beyond this. Setting a cipher up costs what sealing some 20 KiB does, so longer blocks
 * would win little; and one body is read by opening its whole block.
 */
export const BLOCK_BYTES = 32 * 1024;
/** Buffers that are kept for the next turn; those of a block with one large message are not. */
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = 2 * BLOCK_BYTES;

/**
 * The blocks that the messages of this turn are collected in: one for each queue, whose data key seals it, and for sends
 * and other messages apart, because only sends are taken back when they cannot be written.
 */
export class BlockDrafts {
  private readonly log: Log;
  private readonly cipher: RecordCipher;
  private readonly copies: QueueCopies;
  private readonly onAppended: (draft: BlockDraft, length: number) => void;
  private readonly drafts = new Map<number, BlockDraft>();
  /** Rows of the messages in them. */
  private readonly byRow = new Map<number, BlockDraft>();
  private readonly spare: BlockBuffers[] = [];

  /** @param onAppended called when a block has its place, at the end of the log. */
  constructor(
    log: Log,
    cipher: RecordCipher,
    copies: QueueCopies,
    onAppended: (draft: BlockDraft, length: number) => void,
  ) {
    this.log = log;
    this.cipher = cipher;
    this.copies = copies;
    this.onAppended = onAppended;
  }

  get isEmpty(): boolean {
    return this.drafts.size === 0;
  }

  /** The block that a message is in which has no place yet. */
  draftOf(slot: number): BlockDraft | undefined {
    return this.byRow.get(slot);
  }

  /**
   * Begins a message of at most so many bytes; the caller writes it and calls `end`, and {@link note}.
   */
  begin(queueNumber: number, isSend: boolean, headRoom: number, contentRoom: number): BlockDraft {
    const key = isSend ? queueNumber : -queueNumber;
    let draft = this.drafts.get(key);
    if (draft !== undefined && draft.bytes + headRoom + contentRoom > BLOCK_BYTES) {
      this.close(key, draft);
      draft = undefined;
    }
    if (draft === undefined) {
      draft = new BlockDraft(
        this.cipher.takeSeal(queueNumber),
        isSend,
        this.spare.pop() ?? makeBlockBuffers(),
      );
      this.drafts.set(key, draft);
    }
    draft.begin(headRoom, contentRoom);
    return draft;
  }

  /** The message of a row was added to a block. */
  note(slot: number, draft: BlockDraft): void {
    this.byRow.set(slot, draft);
  }

  /** Seals and appends all that is collected. */
  closeAll(): void {
    for (const [key, draft] of this.drafts) this.close(key, draft);
  }

  private close(key: number, draft: BlockDraft): void {
    const { log } = this;
    const { writer } = log;
    const { seal, isSend, entries } = draft;
    const heads = draft.heads.written;
    const contents = draft.contents.written;
    this.drafts.delete(key);
    for (const { slot } of entries) this.byRow.delete(slot);
    const room = BLOCK_HEAD_BYTES + heads.length + contents.length + TAG_BYTES;
    this.copies.prepare(Math.abs(key), room);
    log.begin(KIND.block, isSend ? FLAG.sent : 0, room);
    const start = writer.position;
    writer.u32(seal.keyNumber);
    writer.u48(seal.count);
    writer.u16(entries.length);
    writer.raw(heads);
    log.endHead();
    const { sealed, tag } = this.cipher.seal(seal, contents, writer.bytes.subarray(start, writer.position));
    writer.raw(sealed);
    writer.raw(tag);
    this.onAppended(draft, log.end());
    for (const write of draft.followers) write();
    const buffers = { heads: draft.heads, contents: draft.contents };
    if (this.spare.length < MAX_SPARE && buffers.contents.bytes.length <= MAX_SPARE_BYTES) {
      this.spare.push(buffers);
    }
  }
}
