import { deduplicationKey } from '../../engine/state/deduplication.ts';
import { readBlockHead } from '../format/blockCodec.ts';
import { ByteReader } from '../../bytes/byteReader.ts';
import { keyNumberOf } from '../format/recordCipher.ts';
import { type SavedGone, readGone } from '../writing/goneCodec.ts';
import { FRAME_BYTES } from '../format/format.ts';
import { FLAG, KIND, type Kind } from '../format/recordKinds.ts';
import {
  type SavedState,
  decodeContentHead,
  decodeState,
  parseSequenceNumber,
} from '../format/messageHead.ts';
import type { SavedMoveTask, SavedQueue } from '../format/queueCodec.ts';
import { noteKey, queueKey, taskKey } from '../writing/journalWriter.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import type { ReplayedMessage } from '../format/replayedMessage.ts';
import { type SavedDeduplication, SavedDeduplications } from '../format/savedDeduplications.ts';
import { SavedUndos } from './savedUndos.ts';
import { type Segment, type Sweep, isOlderDeletion } from '../disk/segment.ts';
import { SegmentBook } from '../disk/segmentBook.ts';
import { readSegmentList } from '../disk/segmentList.ts';
import type { SavedUndo } from '../format/undoCodec.ts';

/** Rebuilds the state from the segments, record by record in order. */
export class RecoveredState {
  readonly messages = new Map<number, ReplayedMessage>();
  /** Messages that a jump of the clock ended, by their numbers; their rows are still theirs. */
  readonly ended = new Map<number, { readonly message: ReplayedMessage; readonly jump: number }>();
  readonly queues = new Map<number, SavedQueue>();
  /** The newest sweep of each queue: what arrived up to it is void. */
  readonly sweeps = new Map<number, number>();
  /** The sweep before the newest one of each queue. */
  readonly earlierSweeps = new Map<number, number>();
  /** Deleted queues as they were last. */
  readonly goneQueues = new Map<number, SavedQueue>();
  /** Numbers of all deleted queues, also of those of which nothing else is known. */
  readonly deleted = new Set<number>();
  /** Queues with messages that only FIFO queues have. */
  readonly fifo = new Set<number>();
  /** ARN of each purged queue: if nothing else is left of a queue, this identifies it. */
  readonly arns = new Map<number, string>();
  readonly book = new SegmentBook();
  /** When the newest purge of each queue was, epoch ms. */
  readonly sweptAt = new Map<number, number>();
  readonly undos = new SavedUndos();
  /** Deleted queues whose deletion was taken back. */
  readonly undone = new Set<number>();
  /** Numbers of messages that no key opens. */
  readonly sealed = new Set<number>();
  /** ARN to the newest deletion of a queue that had it. */
  readonly deletions = new Map<string, Sweep>();
  readonly tasks = new Map<string, SavedMoveTask>();
  readonly notes = new Map<string, string>();
  readonly deduplications = new SavedDeduplications();
  /** Places of records that newer ones of the same message supersede. */
  readonly superseded: { readonly number: number; readonly segment: number; readonly offset: number }[] = [];
  readonly records: RecordStore;
  private readonly reader = new ByteReader(Buffer.alloc(0));

  constructor(records: RecordStore) {
    this.records = records;
  }

  apply(segment: Segment, bytes: Buffer, kind: Kind, flags: number, offset: number, length: number): void {
    const { reader } = this;
    reader.turnTo(bytes, offset + FRAME_BYTES);
    const { counters } = this.records;
    switch (kind) {
      case KIND.message:
        this.addAlone(segment, reader, flags, offset, length);
        return;
      case KIND.block:
        this.addBlock(segment, bytes, offset);
        return;
      case KIND.state:
        this.applyState(segment, decodeState(reader, flags));
        return;
      case KIND.gone:
        this.voidMessage(segment, readGone(reader, flags));
        return;
      case KIND.counters:
        counters.messageNumber = Math.max(counters.messageNumber, reader.f64());
        counters.queueNumber = Math.max(counters.queueNumber, reader.u32());
        counters.arrival = Math.max(counters.arrival, reader.f64());
        return;
      case KIND.segments:
        this.book.addList(segment.number, readSegmentList(bytes, offset + FRAME_BYTES, offset + length));
        return;
      case KIND.removed:
        this.book.addRemoved(reader.u32());
        return;
      default:
        this.applyJson(segment, kind, parseJson(bytes, offset, length));
    }
  }

  /** All records are read. */
  end(): void {
    this.undos.applyTo(this.messages.values(), this.records.table);
  }

  private addAlone(
    segment: Segment,
    reader: ByteReader,
    flags: number,
    offset: number,
    length: number,
  ): void {
    const number = this.addMessage(segment, reader, flags, { offset, bytes: length, entry: 0 });
    if (flags & FLAG.sealed) this.noteKey(segment, keyNumberOf(reader.rest), number);
    else segment.plainCount++;
  }

  private noteKey(segment: Segment, key: number, message: number): void {
    const { cipher } = this.records;
    segment.keys.add(key);
    cipher?.reserve(key);
    if (cipher?.hasKey(key) === true) this.sealed.delete(message);
    else this.sealed.add(message);
  }

  private addBlock(segment: Segment, bytes: Buffer, offset: number): void {
    const { seal, entries } = readBlockHead(bytes, offset);
    for (const [index, { flags, headOffset, bytes: share }] of entries.entries()) {
      this.reader.turnTo(bytes, headOffset);
      const place = { offset, bytes: share, entry: index + 1 };
      this.noteKey(segment, seal.keyNumber, this.addMessage(segment, this.reader, flags, place));
    }
  }

  /** Returns the number. The reader is positioned before the head, and afterwards after it. `bytes`: what the message takes up of the record. */
  private addMessage(
    segment: Segment,
    reader: ByteReader,
    flags: number,
    { offset, bytes, entry }: { readonly offset: number; readonly bytes: number; readonly entry: number },
  ): number {
    const { table, counters } = this.records;
    const state = decodeState(reader, flags);
    const { sizeBytes, groupId, deduplicationId, sequenceNumber } = decodeContentHead(reader, flags);
    const { number, queueNumber, sentAt, visibleAt, delivery, movedFromArn } = state;
    const old = this.messages.get(number);
    if (old !== undefined) this.supersede(old);
    this.forgetEnded(number);
    const slot = table.take();
    table.segment[slot] = segment.number;
    table.offset[slot] = offset;
    table.bytes[slot] = bytes;
    table.entry[slot] = entry;
    table.stateSegment[slot] = 0;
    table.arrival[slot] = state.arrival;
    segment.liveBytes += bytes;
    segment.liveCount++;
    this.messages.set(number, {
      number,
      sizeBytes,
      groupId,
      slot,
      queueNumber,
      sentAt,
      visibleAt,
      delivery,
      movedFromArn,
    });
    const sequence = sequenceNumber === undefined ? 0 : parseSequenceNumber(sequenceNumber);
    this.reserve(Math.max(number, sequence), state.arrival);
    counters.queueNumber = Math.max(counters.queueNumber, queueNumber);
    if (sequenceNumber !== undefined) this.fifo.add(queueNumber);
    // What move tasks and dead-letter queues bring opens no window, and what is rewritten has a record for it.
    if (deduplicationId === undefined || sequenceNumber === undefined || !(flags & FLAG.sent)) return number;
    const scope = this.queues.get(queueNumber)?.settings.fifo?.deduplicationScope;
    const key = deduplicationKey(scope, groupId, deduplicationId);
    this.addDeduplication(segment, {
      queueNumber,
      key,
      messageNumber: number,
      sequenceNumber,
      firstSentAt: sentAt,
    });
    return number;
  }

  private addDeduplication(segment: Segment, saved: SavedDeduplication): void {
    this.deduplications.add(saved, segment.number);
    segment.noteDeduplication(saved.firstSentAt);
  }

  private supersede(message: ReplayedMessage): void {
    const { table } = this.records;
    const { slot, number } = message;
    const segment = table.segment[slot] as number;
    this.superseded.push({ number, segment, offset: table.offset[slot] as number });
    this.forget(message);
  }

  private applyState(segment: Segment, state: SavedState): void {
    this.reserve(state.number, state.arrival);
    const message = this.messages.get(state.number);
    if (message === undefined) return;
    const { table, log } = this.records;
    message.queueNumber = state.queueNumber;
    message.sentAt = state.sentAt;
    message.visibleAt = state.visibleAt;
    message.delivery = state.delivery;
    message.movedFromArn = state.movedFromArn;
    const before = log.segments.get(table.stateSegment[message.slot] as number);
    if (before !== undefined) before.stateCount--;
    segment.stateCount++;
    table.stateSegment[message.slot] = segment.number;
    table.arrival[message.slot] = state.arrival;
  }

  /** Numbers may be in use by records whose messages were refused; they must not come again. */
  private reserve(messageNumber: number, arrival: number): void {
    const { counters } = this.records;
    counters.messageNumber = Math.max(counters.messageNumber, messageNumber);
    counters.arrival = Math.max(counters.arrival, arrival);
  }

  private voidMessage(segment: Segment, gone: SavedGone): void {
    const { messageNumber: number, segment: targetSegment, offset, jump } = gone;
    segment.voids.set(targetSegment, (segment.voids.get(targetSegment) ?? 0) + 1);
    this.reserve(number, 0);
    const message = this.messages.get(number);
    if (message === undefined) return;
    const { table } = this.records;
    const at = table.segment[message.slot] as number;
    const atOffset = table.offset[message.slot] as number;
    if (at > targetSegment || (at === targetSegment && atOffset > offset)) return;
    // The record that is meant may be lost, and the void go with its segment: this older record needs one of its own.
    if (at !== targetSegment || atOffset !== offset) {
      this.superseded.push({ number, segment: at, offset: atOffset });
    } else if (jump !== undefined) {
      this.leaveBooks(message);
      this.reserve(0, jump);
      this.ended.set(number, { message, jump });
      return;
    }
    this.forget(message);
  }

  /** Whether what arrived then went with the newest purge of its queue, or with the queue. */
  wasLost(queueNumber: number, arrival: number, kind: 'purge' | 'delete'): boolean {
    const sweptUpTo = this.sweeps.get(queueNumber) ?? 0;
    if (kind === 'delete') return arrival > sweptUpTo;
    return arrival <= sweptUpTo && arrival > (this.earlierSweeps.get(queueNumber) ?? 0);
  }

  /** Drops a message that the journal voids. */
  forget(message: ReplayedMessage): void {
    this.leaveBooks(message);
    this.records.table.release(message.slot);
  }

  /** A message that a jump ended, which is not known anymore, or is back. */
  forgetEnded(number: number): void {
    const ended = this.ended.get(number);
    if (ended === undefined) return;
    this.records.table.release(ended.message.slot);
    this.ended.delete(number);
  }

  private leaveBooks({ slot, number }: ReplayedMessage): void {
    const { table, log } = this.records;
    const segment = log.segments.get(table.segment[slot] as number);
    if (segment !== undefined) {
      segment.liveBytes -= table.bytes[slot] as number;
      segment.liveCount--;
    }
    const state = log.segments.get(table.stateSegment[slot] as number);
    if (state !== undefined) state.stateCount--;
    this.messages.delete(number);
  }

  private applyJson(segment: Segment, kind: Kind, value: unknown): void {
    const { records } = this;
    if (kind === KIND.queue) this.applyQueue(segment, value as SavedQueue);
    else if (kind === KIND.queueGone || kind === KIND.purge) this.applySweep(segment, value as Sweep);
    else if (kind === KIND.moveTask) {
      const task = value as SavedMoveTask;
      this.tasks.set(task.id, task);
      records.meta.set(taskKey(task.id), segment.number);
    } else if (kind === KIND.note) {
      const { key, value: text } = value as { key: string; value: string };
      this.notes.set(key, text);
      records.meta.set(noteKey(key), segment.number);
    } else if (kind === KIND.undo) {
      this.applyUndo(segment, value as SavedUndo);
    } else if (kind === KIND.deduplication) {
      this.addDeduplication(segment, value as SavedDeduplication);
    }
  }

  private applyQueue(segment: Segment, queue: SavedQueue): void {
    const before = this.queues.get(queue.number);
    const { fifo, delaySeconds } = queue.settings;
    // A FIFO queue applies a new delay to what waits in it and was never received.
    if (fifo !== undefined && before !== undefined && before.settings.delaySeconds !== delaySeconds) {
      for (const message of this.messages.values()) {
        if (message.queueNumber === queue.number && message.delivery === undefined) {
          message.visibleAt = message.sentAt + delaySeconds * 1000;
        }
      }
    }
    this.queues.set(queue.number, queue);
    this.records.counters.queueNumber = Math.max(this.records.counters.queueNumber, queue.number);
    this.records.meta.set(queueKey(queue.number), segment.number);
  }

  private applyUndo(segment: Segment, undo: SavedUndo): void {
    const { from, to, last, shift } = undo;
    segment.undos.push(undo);
    if (from !== to.number) this.undone.add(from);
    if (!this.queues.has(to.number) && !this.deleted.has(to.number)) this.applyQueue(segment, to);
    this.reserve(0, last + shift);
    this.undos.add(undo);
  }

  private applySweep(segment: Segment, sweep: Sweep): void {
    const { queueNumber, lastArrival, lastMessage, at, arn } = sweep;
    segment.sweeps.push(sweep);
    this.reserve(lastMessage, lastArrival ?? 0);
    this.arns.set(queueNumber, arn);
    if (lastArrival === undefined) {
      this.deleted.add(queueNumber);
      const gone = sweep.queue ?? this.queues.get(queueNumber);
      if (gone !== undefined) this.goneQueues.set(queueNumber, gone);
      this.queues.delete(queueNumber);
      this.records.meta.forget(queueKey(queueNumber));
      if (!isOlderDeletion(sweep, this.deletions.get(arn))) this.deletions.set(arn, sweep);
      return;
    }
    this.deduplications.forget(queueNumber, lastMessage);
    const before = this.sweeps.get(queueNumber) ?? 0;
    // Reclaim may have copied an older sweep behind a newer one.
    if (lastArrival <= before) {
      const earlier = this.earlierSweeps.get(queueNumber) ?? 0;
      if (lastArrival < before) this.earlierSweeps.set(queueNumber, Math.max(earlier, lastArrival));
      return;
    }
    this.earlierSweeps.set(queueNumber, before);
    this.sweeps.set(queueNumber, lastArrival);
    this.sweptAt.set(queueNumber, at);
  }
}

function parseJson(bytes: Buffer, offset: number, length: number): unknown {
  return JSON.parse(bytes.toString('utf8', offset + FRAME_BYTES, offset + length));
}
