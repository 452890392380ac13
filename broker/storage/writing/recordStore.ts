import type { MessageContent } from '../../engine/base/content.ts';
import type { Message } from '../../engine/state/message.ts';
import type { BlockDraft } from './blockDraft.ts';
import { BlockDrafts } from './blockDrafts.ts';
import type { RecordCipher } from '../format/recordCipher.ts';
import { type ContentHead, maxContentBytes, encodeContent } from '../../bytes/contentCodec.ts';
import { type Counters, writeCounters } from './counters.ts';
import { DroppedRows } from './droppedRows.ts';
import { FLAG, KIND, type Kind } from '../format/recordKinds.ts';
import { writeGone } from './goneCodec.ts';
import type { Log } from '../disk/log.ts';
import type { Unwritten } from '../disk/unwrittenRecord.ts';
import {
  type SavedState,
  maxHeadBytes,
  contentFlagsOf,
  encodeContentHead,
  encodeState,
  flagsOf,
  parseSequenceNumber,
} from '../format/messageHead.ts';
import { type MessagePlace, MessageReader, type SavedMessage } from './messageReader.ts';
import { appendJson, boundJson } from './jsonRecord.ts';
import { MetaPlaces } from './metaPlaces.ts';
import { Places } from './places.ts';
import { QueueCopies } from './queueCopies.ts';
import type { Sweep } from '../disk/segment.ts';
import { writeSegmentList } from '../disk/segmentList.ts';
import { isReadFailure } from './readFailure.ts';
import type { SavedDeduplication } from '../format/savedDeduplications.ts';
import { MessageTable } from './messageTable.ts';
import type { SavedUndo } from '../format/undoCodec.ts';
import { readUnwrittenBlock, readUnwrittenQueue } from './unwritten.ts';

/** Appends records of every kind, and keeps the books of what in which segment still counts. */
export class RecordStore {
  readonly log: Log;
  readonly table = new MessageTable();
  readonly counters: Counters = { messageNumber: 0, queueNumber: 0, arrival: 0 };
  /** Contents that were kept in this turn and whose message is not known yet. */
  readonly unplaced = new Map<number, MessageContent>();
  /** Contents that were written since the last write, for those who look at a message when it comes: no need to decode it. */
  private readonly fresh = new Map<number, MessageContent>();
  /** Messages whose records were appended since the last successful write, in that order. */
  pending: Message[] = [];
  readonly dropped: DroppedRows;
  readonly meta: MetaPlaces;
  readonly queueCopies: QueueCopies;
  readonly cipher: RecordCipher | undefined;
  private readonly places: Places;
  private readonly reader: MessageReader;
  /** With a cipher: messages that are not sealed yet. */
  private readonly drafts: BlockDrafts | undefined;

  constructor(log: Log, cipher: RecordCipher | undefined) {
    this.log = log;
    this.cipher = cipher;
    this.meta = new MetaPlaces(log);
    this.queueCopies = new QueueCopies(log);
    this.dropped = new DroppedRows(log, this.table);
    this.places = new Places(log, this.table);
    this.reader = new MessageReader(log, cipher);
    if (cipher !== undefined) {
      this.drafts = new BlockDrafts(log, cipher, this.queueCopies, (draft, length) =>
        this.placeBlock(draft, length),
      );
    }
  }

  /** What every segment begins with. */
  writeOpening(): void {
    writeCounters(this.log, this.counters);
    writeSegmentList(this.log);
  }

  /** Gives a message its place at the end of its queue. */
  nextArrival(): number {
    return ++this.counters.arrival;
  }

  /** Whether something is to be written. */
  get hasUnwritten(): boolean {
    return this.log.unwrittenBytes > 0 || this.drafts?.isEmpty === false;
  }

  /** Appends what is collected to be sealed together; to be called before what was appended is written. */
  closeBlocks(): void {
    this.drafts?.closeAll();
  }

  /** Writes a message whose content is unplaced. */
  writeMessage(message: Message, state: SavedState, isSend: boolean): void {
    const slot = message.content as number;
    const content = this.unplaced.get(slot);
    if (content === undefined) throw new Error(`Message ${message.number} has no content to write.`);
    const flags = flagsOf(state) | contentFlagsOf(content) | (isSend ? FLAG.sent : 0);
    const rooms = [maxHeadBytes(state, content), maxContentBytes(content)] as const;
    const draft = this.drafts?.begin(state.queueNumber, isSend, ...rooms);
    this.unplaced.delete(slot);
    this.fresh.set(slot, content);
    if (draft === undefined) {
      this.beginMessage(flags, state, message.sizeBytes, content, rooms[0] + rooms[1]);
      encodeContent(this.log.writer, content);
      this.endMessage(slot, message, state.arrival);
      if (content.deduplicationId !== undefined) this.log.current.noteDeduplication(state.sentAt);
    } else {
      encodeState(draft.heads, state);
      encodeContentHead(draft.heads, message.sizeBytes, content);
      encodeContent(draft.contents, content);
      this.endDraft(draft, slot, message, flags, state.arrival);
      if (content.deduplicationId !== undefined) {
        draft.deduplicatedAt = Math.max(draft.deduplicatedAt, state.sentAt);
      }
    }
    const sequence = content.sequenceNumber === undefined ? 0 : parseSequenceNumber(content.sequenceNumber);
    this.counters.messageNumber = Math.max(this.counters.messageNumber, state.number, sequence);
  }

  /** Writes a placed message again at the end of the journal, with its current state. Throws as {@link readContent}. */
  moveMessage(slot: number, message: Message, state: SavedState): void {
    const { head, content: view } = this.reader.readStored(this.placeOf(slot));
    const flags = flagsOf(state) | contentFlagsOf(head);
    // The view is only valid until the next append.
    const content = Buffer.from(view);
    const rooms = [maxHeadBytes(state, head), content.length] as const;
    const draft = this.drafts?.begin(state.queueNumber, false, ...rooms);
    this.places.leave(slot);
    if (draft === undefined) {
      this.beginMessage(flags, state, head.sizeBytes, head, rooms[0] + rooms[1]);
      this.log.writer.raw(content);
      this.endMessage(slot, message, state.arrival);
      return;
    }
    encodeState(draft.heads, state);
    encodeContentHead(draft.heads, head.sizeBytes, head);
    draft.contents.raw(content);
    this.places.setState(slot, 0);
    this.endDraft(draft, slot, message, flags, state.arrival);
  }

  writeState(slot: number, state: SavedState): void {
    this.table.arrival[slot] = state.arrival;
    const draft = this.drafts?.draftOf(slot);
    if (draft === undefined) this.appendState(slot, state);
    else draft.followers.push(() => this.appendState(slot, state));
  }

  private appendState(slot: number, state: SavedState): void {
    const { log } = this;
    const room = maxHeadBytes(state);
    this.queueCopies.prepare(state.queueNumber, room);
    log.begin(KIND.state, flagsOf(state), room);
    encodeState(log.writer, state);
    log.endHead();
    log.end();
    this.places.setState(slot, log.current.number);
  }

  /** Voids the records of a message up to a place; `jump`: number of the jump of the clock that ended the message. */
  writeGone(messageNumber: number, segment: number, offset: number, jump?: number): void {
    const { log } = this;
    writeGone(log, { messageNumber, segment, offset, jump });
    const { voids } = log.current;
    voids.set(segment, (voids.get(segment) ?? 0) + 1);
  }

  /** Voids what a message had before, behind the record of a row that takes its place: a crash must not leave neither. */
  writeGoneBehind(
    slot: number,
    messageNumber: number,
    { segment, offset }: MessagePlace,
    jump?: number,
  ): void {
    const draft = this.drafts?.draftOf(slot);
    if (draft === undefined) this.writeGone(messageNumber, segment, offset, jump);
    else draft.followers.push(() => this.writeGone(messageNumber, segment, offset, jump));
  }

  writeSweep(sweep: Sweep): void {
    const kind = sweep.lastArrival === undefined ? KIND.queueGone : KIND.purge;
    this.writeJson(kind, sweep);
    this.log.current.sweeps.push(sweep);
    if (kind === KIND.queueGone) this.meta.forget(`queue ${sweep.queueNumber}`);
  }

  writeUndo(undo: SavedUndo): void {
    this.writeJson(KIND.undo, undo);
    this.log.current.undos.push(undo);
  }

  /** A row for a message whose record lies where it is, with its place in the queue. */
  adopt({ segment, offset, entry }: MessagePlace, bytes: number, arrival: number): number {
    const slot = this.table.take();
    this.places.adopt(slot, segment, offset, bytes, entry);
    this.table.arrival[slot] = arrival;
    return slot;
  }

  writeDeduplication(saved: SavedDeduplication): void {
    this.closeBlocks();
    this.queueCopies.prepare(saved.queueNumber, boundJson(saved));
    this.writeJson(KIND.deduplication, saved);
    this.log.current.noteDeduplication(saved.firstSentAt);
  }

  /** Writes a thing of which only the newest record counts. `key` names it among all of them. */
  writeMeta(kind: Kind, key: string, value: unknown): void {
    this.writeJson(kind, value);
    this.meta.set(key, this.log.current.number);
  }

  keepContent(content: MessageContent): number {
    const slot = this.table.take();
    this.unplaced.set(slot, content);
    this.table.arrival[slot] = 0;
    return slot;
  }

  /** Errors: {@link DamagedRecordError}; Node's errors. */
  readContent(slot: number): MessageContent {
    return this.unplaced.get(slot) ?? this.fresh.get(slot) ?? this.reader.read(this.placeOf(slot)).content;
  }

  /** A message whose row was reused, by its place; undefined if it does not exist or cannot be read. */
  readMessageAt(place: MessagePlace): SavedMessage | undefined {
    if (this.log.segments.get(place.segment)?.isEmptied !== false) return undefined;
    try {
      return this.reader.read(place);
    } catch (error) {
      if (isReadFailure(error)) return undefined;
      throw error;
    }
  }

  dropContent(slot: number): void {
    this.settle(slot);
    this.fresh.delete(slot);
    const stateSegment = this.table.stateSegment[slot] as number;
    if (!this.unplaced.delete(slot)) {
      this.places.leave(slot);
      this.places.setState(slot, 0);
    }
    this.dropped.add(slot, stateSegment);
  }

  /** What was appended is written: rows of deleted messages may be reused. Returns whether any were written. */
  endTurn(): boolean {
    if (this.pending.length > 0) this.pending = [];
    this.forgetFresh();
    return this.dropped.release();
  }

  /** Contents are read from the journal from now on. */
  forgetFresh(): void {
    if (this.fresh.size > 0) this.fresh.clear();
  }

  /** Forgets what was read of the bytes that were taken back, which others are about to take the place of. */
  forgetUnwritten(): void {
    this.forgetFresh();
    this.reader.forget();
  }

  /** Appends a message's record, or a block, that was taken back; some of its messages may have been deleted meanwhile. */
  appendMessagesAgain(messages: readonly Message[], record: Unwritten): void {
    this.queueCopies.prepare(readUnwrittenQueue(record), record.payload.length);
    const length = this.log.appendAgain(record);
    const { current } = this.log;
    if (record.kind === KIND.message) {
      current.plainCount++;
      this.placeAgain(messages[0] as Message, length, length, 0);
      return;
    }
    const { seal, entries } = readUnwrittenBlock(record);
    current.keys.add(seal.keyNumber);
    for (const [index, { bytes }] of entries.entries()) {
      this.placeAgain(messages[index] as Message, length, bytes, index + 1);
    }
  }

  private placeAgain(message: Message, length: number, bytes: number, entry: number): void {
    const slot = message.content as number;
    if (this.table.owners[slot] === message) {
      this.places.leave(slot);
      this.places.put(slot, length, bytes, entry);
    }
    this.pending.push(message);
  }

  /** Where the record of a content is. */
  placeOf(slot: number): MessagePlace {
    this.settle(slot);
    return this.places.get(slot);
  }

  /** Sees to it that a message has its place in the log. */
  private settle(slot: number): void {
    if (this.drafts?.draftOf(slot) !== undefined) this.closeBlocks();
  }

  private beginMessage(
    flags: number,
    state: SavedState,
    sizeBytes: number,
    head: ContentHead,
    room: number,
  ): void {
    const { log } = this;
    this.queueCopies.prepare(state.queueNumber, room);
    log.begin(KIND.message, flags, room);
    encodeState(log.writer, state);
    encodeContentHead(log.writer, sizeBytes, head);
    log.endHead();
    log.current.plainCount++;
  }

  private endMessage(slot: number, message: Message, arrival: number): void {
    const bytes = this.log.end();
    this.places.put(slot, bytes, bytes, 0);
    this.places.setState(slot, 0);
    this.table.arrival[slot] = arrival;
    this.table.owners[slot] = message;
    this.pending.push(message);
  }

  /** The message has no place until its block is closed. */
  private endDraft(draft: BlockDraft, slot: number, message: Message, flags: number, arrival: number): void {
    draft.end(slot, message, flags);
    this.drafts?.note(slot, draft);
    this.table.segment[slot] = 0;
    this.table.arrival[slot] = arrival;
    this.table.owners[slot] = message;
  }

  private placeBlock({ entries, seal, deduplicatedAt }: BlockDraft, length: number): void {
    this.log.current.keys.add(seal.keyNumber);
    if (deduplicatedAt > 0) this.log.current.noteDeduplication(deduplicatedAt);
    for (const [index, { slot, message, bytes }] of entries.entries()) {
      this.places.put(slot, length, bytes, index + 1);
      this.pending.push(message);
    }
  }

  /** A record about a queue is about the messages before it: they come first. */
  private writeJson(kind: Kind, value: unknown): void {
    this.closeBlocks();
    appendJson(this.log, kind, 0, value);
  }
}
