import type { MessageContent } from '../engine/content.ts';
import { DEDUPLICATION_WINDOW_MS } from '../engine/limits.ts';
import type { Message } from '../engine/message.ts';
import { ByteReader } from './byteReader.ts';
import { ByteWriter } from './byteWriter.ts';
import { keyNumberOf, type RecordCipher } from './cipher.ts';
import { boundContent, decodeContent, encodeContent } from './contentCodec.ts';
import { FLAG, FRAME_BYTES, KIND, type Kind } from './format.ts';
import type { Log, Unwritten } from './log.ts';
import {
  boundHead,
  type SavedState,
  contentFlagsOf,
  decodeContentHead,
  decodeState,
  encodeContentHead,
  encodeState,
  flagsOf,
  parseSequenceNumber,
} from './messageHead.ts';
import { LostMessages, laterStateOf } from './losses.ts';
import type { Segment, Sweep } from './segment.ts';
import { Slots } from './slots.ts';

/** A deduplication id that must outlive its message's record. */
export interface SavedDeduplication {
  readonly queueNumber: number;
  readonly key: string;
  readonly messageNumber: number;
  readonly sequenceNumber: string;
  /** Epoch ms. */
  readonly firstSentAt: number;
}

/** The highest numbers given out; what was reclaimed must not free them. */
export interface Counters {
  messageNumber: number;
  queueNumber: number;
  arrival: number;
}

/** A message as its record has it. */
export interface SavedMessage {
  readonly state: SavedState;
  readonly sizeBytes: number;
  readonly content: MessageContent;
}

/** A row whose message is gone, as it was. */
interface Dropped {
  readonly slot: number;
  readonly message: Message | undefined;
  readonly hasNewerState: boolean;
}

/** Thrown where a record's bytes on the disk are not what was written; nothing of it is handed out. */
export class DamagedRecordError extends Error {}

const GONE_BYTES = 16;
const SMALL_ROOM = 64;
const COUNTERS_BYTES = 20;

/** Appends records of every kind, and keeps the books of what in which segment still counts. */
export class Records {
  readonly log: Log;
  readonly slots = new Slots();
  readonly counters: Counters = { messageNumber: 0, queueNumber: 0, arrival: 0 };
  /** Contents that were kept in this turn and whose message is not known yet. */
  readonly unplaced = new Map<number, MessageContent>();
  /** Contents that were written since the last write, for those who look at a message when it comes: no need to decode it. */
  private readonly fresh = new Map<number, MessageContent>();
  /** Messages whose records were appended since the last successful write, in that order. */
  pending: Message[] = [];
  /** Rows whose messages are gone; their places are needed until the turn is over. */
  private dropped: Dropped[] = [];
  /** Rows of {@link dropped} whose end an event of their own has told. */
  private readonly explained = new Set<number>();
  /** Segment of the newest record of each queue, move task and note. */
  private readonly metaPlaces = new Map<string, number>();
  readonly cipher: RecordCipher | undefined;
  private scratch = new ByteWriter(Buffer.alloc(0));

  constructor(log: Log, cipher: RecordCipher | undefined) {
    this.log = log;
    this.cipher = cipher;
  }

  /** The first record of every segment. */
  writeCounters(): void {
    const { writer } = this.log;
    this.log.begin(KIND.counters, 0, COUNTERS_BYTES);
    writer.f64(this.counters.messageNumber);
    writer.u32(this.counters.queueNumber);
    writer.f64(this.counters.arrival);
    this.log.endHead();
    this.log.end();
  }

  /** Gives a message its place at the end of its queue. */
  nextArrival(): number {
    return ++this.counters.arrival;
  }

  /** Writes a message whose content is unplaced. */
  writeMessage(message: Message, state: SavedState, isSend: boolean): void {
    const slot = message.content as number;
    const content = this.unplaced.get(slot);
    if (content === undefined) throw new Error(`Message ${message.number} has no content to write.`);
    this.unplaced.delete(slot);
    this.fresh.set(slot, content);
    const { log, cipher } = this;
    const sealed = cipher === undefined ? undefined : this.seal(cipher, content, state);
    const flags =
      flagsOf(state) |
      contentFlagsOf(content) |
      (isSend ? FLAG.sent : 0) |
      (sealed === undefined ? 0 : FLAG.sealed);
    const room = boundHead(state, content) + (sealed?.byteLength ?? boundContent(content));
    log.begin(KIND.message, flags, room);
    encodeState(log.writer, state);
    encodeContentHead(log.writer, message.sizeBytes, content);
    log.endHead();
    if (sealed === undefined) encodeContent(log.writer, content);
    else log.writer.raw(sealed);
    this.noteSealing(log.current, sealed);
    this.endMessage(slot, message, state.arrival);
    const sequence = content.sequenceNumber === undefined ? 0 : parseSequenceNumber(content.sequenceNumber);
    this.counters.messageNumber = Math.max(this.counters.messageNumber, state.number, sequence);
    if (content.deduplicationId !== undefined) this.keepDeduplication(state.sentAt);
  }

  /** Writes a placed message again at the end of the journal, with its state of now. */
  moveMessage(slot: number, message: Message, state: SavedState): void {
    const { log, cipher } = this;
    const record = this.readRecord(slot);
    const reader = new ByteReader(record, FRAME_BYTES);
    const oldFlags = record[9] as number;
    decodeState(reader, oldFlags);
    const head = decodeContentHead(reader, oldFlags);
    const stored = record.subarray(FRAME_BYTES + record.readUInt16LE(10));
    const isSealed = (oldFlags & FLAG.sealed) !== 0;
    // The view is only good until the next append; sealing makes a copy anyway.
    const payload =
      cipher !== undefined && !isSealed
        ? cipher.seal(stored, state.queueNumber, state.number)
        : Buffer.from(stored);
    const flags =
      flagsOf(state) | contentFlagsOf(head) | (isSealed || cipher !== undefined ? FLAG.sealed : 0);
    log.begin(KIND.message, flags, boundHead(state, head) + payload.byteLength);
    encodeState(log.writer, state);
    encodeContentHead(log.writer, head.sizeBytes, head);
    log.endHead();
    log.writer.raw(payload);
    this.noteSealing(log.current, flags & FLAG.sealed ? payload : undefined);
    this.leavePlace(slot);
    this.endMessage(slot, message, state.arrival);
  }

  writeState(slot: number, state: SavedState): void {
    const { log, slots } = this;
    log.begin(KIND.state, flagsOf(state), boundHead(state));
    encodeState(log.writer, state);
    log.endHead();
    log.end();
    this.setStatePlace(slot, log.current.number);
    slots.arrival[slot] = state.arrival;
  }

  /** Voids the records of a message up to a place. */
  writeGone(messageNumber: number, segment: number, offset: number): void {
    const { log } = this;
    log.begin(KIND.gone, 0, GONE_BYTES);
    log.writer.f64(messageNumber);
    log.writer.u32(segment);
    log.writer.u32(offset);
    log.endHead();
    log.end();
    const { voids } = log.current;
    voids.set(segment, (voids.get(segment) ?? 0) + 1);
  }

  writeSweep(sweep: Sweep): void {
    const kind = sweep.lastArrival === undefined ? KIND.queueGone : KIND.purge;
    this.writeJson(kind, sweep);
    this.log.current.sweeps.push(sweep);
    if (kind === KIND.queueGone) this.forgetMeta(`queue ${sweep.queueNumber}`);
  }

  writeDeduplication(saved: SavedDeduplication): void {
    this.writeJson(KIND.deduplication, saved);
    this.keepDeduplication(saved.firstSentAt);
  }

  /** Writes a thing of which only the newest record counts. `key` names it among all of them. */
  writeMeta(kind: Kind, key: string, value: unknown): void {
    this.writeJson(kind, value);
    this.setMetaPlace(key, this.log.current.number);
  }

  setMetaPlace(key: string, segment: number): void {
    this.forgetMeta(key);
    this.metaPlaces.set(key, segment);
    (this.log.segments.get(segment) as Segment).metaCount++;
  }

  forgetMeta(key: string): void {
    const segment = this.log.segments.get(this.metaPlaces.get(key) ?? 0);
    if (segment !== undefined) segment.metaCount--;
    this.metaPlaces.delete(key);
  }

  /** Keys of the things whose newest record is in a segment. */
  metaIn(segment: number): string[] {
    return [...this.metaPlaces].filter(([, place]) => place === segment).map(([key]) => key);
  }

  keepContent(content: MessageContent): number {
    const slot = this.slots.take();
    this.unplaced.set(slot, content);
    return slot;
  }

  /** Errors: {@link DamagedRecordError}; Node's errors. */
  readContent(slot: number): MessageContent {
    return (
      this.unplaced.get(slot) ?? this.fresh.get(slot) ?? this.decodeRecord(this.readRecord(slot)).content
    );
  }

  /** A message whose row is gone, by the place of its record; undefined when it is not there or damaged. Throws Node's errors. */
  readMessageAt(segment: number, offset: number, bytes: number): SavedMessage | undefined {
    if (!this.log.segments.has(segment)) return undefined;
    const record = this.log.read(segment, offset, bytes);
    return record === undefined ? undefined : this.decodeRecord(record);
  }

  private decodeRecord(record: Buffer): SavedMessage {
    const flags = record[9] as number;
    const reader = new ByteReader(record, FRAME_BYTES);
    const state = decodeState(reader, flags);
    const { sizeBytes, ...head } = decodeContentHead(reader, flags);
    if (!(flags & FLAG.sealed)) return { state, sizeBytes, content: decodeContent(reader, head) };
    if (this.cipher === undefined) throw new Error('This message is encrypted, and there is no key.');
    const plain = this.cipher.open(record.subarray(reader.position), state.number);
    const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
    return { state, sizeBytes, content: decodeContent(new ByteReader(bytes), head) };
  }

  dropContent(slot: number): void {
    this.fresh.delete(slot);
    const { slots } = this;
    const hasNewerState = slots.stateSegment[slot] !== 0;
    if (!this.unplaced.delete(slot)) {
      this.leavePlace(slot);
      this.setStatePlace(slot, 0);
    }
    this.dropped.push({ slot, message: slots.owners[slot], hasNewerState });
    slots.owners[slot] = undefined;
  }

  /** What was appended is written: rows of messages that are gone may be given out again. Returns whether there were any. */
  endTurn(): boolean {
    if (this.pending.length > 0) this.pending = [];
    this.forgetFresh();
    if (this.dropped.length === 0) return false;
    for (const { slot } of this.dropped) this.slots.release(slot);
    this.dropped = [];
    this.explained.clear();
    return true;
  }

  /** Contents are read from the journal from now on. */
  forgetFresh(): void {
    if (this.fresh.size > 0) this.fresh.clear();
  }

  /** Appends a message's record that was taken back. */
  appendMessageAgain(message: Message, record: Unwritten): void {
    const slot = message.content as number;
    const isLive = this.slots.owners[slot] === message;
    if (isLive) this.leavePlace(slot);
    const bytes = this.log.appendAgain(record);
    const { flags, headBytes, payload } = record;
    this.noteSealing(this.log.current, flags & FLAG.sealed ? payload.subarray(headBytes) : undefined);
    if (isLive) this.place(slot, bytes);
    this.pending.push(message);
  }

  /** Where the record of a content is. */
  placeOf(slot: number): { readonly segment: number; readonly offset: number } {
    return { segment: this.slots.segment[slot] as number, offset: this.slots.offset[slot] as number };
  }

  /** Where the record of the content is that was dropped last; another one took its place. */
  takeLastDropped(): { readonly segment: number; readonly offset: number } {
    const { slot } = this.dropped.at(-1) as Dropped;
    this.explained.add(slot);
    return this.placeOf(slot);
  }

  /** A message is gone by what its own event says, or never was: no purge has taken it. */
  explainDropped(slot: number): void {
    this.explained.add(slot);
  }

  /** What a purge or a deletion of a queue has just taken. Its segments are kept for an undo. */
  takeLost(until: number): LostMessages {
    const { slots, explained } = this;
    const lost = this.dropped.filter(({ slot }) => slots.segment[slot] !== 0 && !explained.has(slot));
    for (const { slot } of lost) {
      explained.add(slot);
      const segment = this.log.segments.get(slots.segment[slot] as number);
      if (segment !== undefined) segment.keptUntil = Math.max(segment.keptUntil, until);
    }
    return new LostMessages(
      slots,
      lost.map(({ slot, message, hasNewerState }) => ({
        slot,
        later: message === undefined ? undefined : laterStateOf(message, hasNewerState),
      })),
    );
  }

  /** Keeps the books of what in a segment can be read without a key, and of the keys for the rest. */
  noteSealing(segment: Segment, sealed: Uint8Array | undefined): void {
    if (sealed === undefined) segment.plainCount++;
    else segment.keys.add(keyNumberOf(sealed));
  }

  private endMessage(slot: number, message: Message, arrival: number): void {
    this.place(slot, this.log.end());
    this.setStatePlace(slot, 0);
    this.slots.arrival[slot] = arrival;
    this.slots.owners[slot] = message;
    this.pending.push(message);
  }

  private place(slot: number, bytes: number): void {
    const { slots } = this;
    const { current } = this.log;
    slots.segment[slot] = current.number;
    slots.offset[slot] = current.bytes - bytes;
    slots.bytes[slot] = bytes;
    current.liveBytes += bytes;
  }

  private leavePlace(slot: number): void {
    const segment = this.log.segments.get(this.slots.segment[slot] as number);
    if (segment !== undefined) segment.liveBytes -= this.slots.bytes[slot] as number;
  }

  private setStatePlace(slot: number, number: number): void {
    const { segments } = this.log;
    const { stateSegment } = this.slots;
    const before = segments.get(stateSegment[slot] as number);
    if (before !== undefined) before.stateCount--;
    const after = segments.get(number);
    if (after !== undefined) after.stateCount++;
    stateSegment[slot] = number;
  }

  private keepDeduplication(firstSentAt: number): void {
    const { current } = this.log;
    current.deduplicationUntil = Math.max(current.deduplicationUntil, firstSentAt + DEDUPLICATION_WINDOW_MS);
  }

  private readRecord(slot: number): Buffer {
    const { segment, offset, bytes } = this.slots;
    const place: [number, number, number] = [
      segment[slot] as number,
      offset[slot] as number,
      bytes[slot] as number,
    ];
    const record = this.log.read(...place);
    if (record === undefined) {
      throw new DamagedRecordError(`The record at ${place[1]} of segment ${place[0]} is damaged.`);
    }
    return record;
  }

  private seal(cipher: RecordCipher, content: MessageContent, state: SavedState): Uint8Array {
    const room = boundContent(content);
    if (this.scratch.bytes.length < room) this.scratch = new ByteWriter(Buffer.allocUnsafe(room));
    this.scratch.position = 0;
    encodeContent(this.scratch, content);
    return cipher.seal(
      this.scratch.bytes.subarray(0, this.scratch.position),
      state.queueNumber,
      state.number,
    );
  }

  private writeJson(kind: Kind, value: unknown): void {
    const bytes = Buffer.from(JSON.stringify(value));
    this.log.begin(kind, 0, SMALL_ROOM + bytes.length);
    this.log.endHead();
    this.log.writer.raw(bytes);
    this.log.end();
  }
}
