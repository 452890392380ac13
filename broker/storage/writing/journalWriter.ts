import type { Engine } from '../../engine/engine.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { Message } from '../../engine/state/message.ts';
import type { MoveTask } from '../../engine/state/moveTask.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { forgetSend } from '../../engine/operations/restore.ts';
import { EndedBook, EndingMessages } from './endedMessages.ts';
import { type Failure, rollBackFailedWrite } from './failedWrite.ts';
import { findArrival } from './findArrival.ts';
import { KIND } from '../format/recordKinds.ts';
import { type Removal, UndoLog, type RemovedMessages } from './removals.ts';
import { saveState } from './messageState.ts';
import { type SavedMoveTask, saveQueue } from '../format/queueCodec.ts';
import { isReadFailure } from './readFailure.ts';
import type { RecordStore } from './recordStore.ts';

/** Writes down what happens in the engine. */
export class JournalWriter {
  private readonly engine: Engine;
  private readonly records: RecordStore;
  private readonly notes: Map<string, string>;
  /** How long what was purged or deleted is kept for an undo, ms. */
  readonly undoMs: number;
  private readonly queues = new Map<number, Queue>();
  /** What can be undone. */
  readonly removals = new UndoLog();
  readonly ended = new EndedBook();
  /** While the clock jumps. */
  private ending: EndingMessages | undefined;
  private readonly isPowerSafe: boolean;
  /** `power`: sends that are not safe yet, and those of them that the sync under way makes safe. */
  private unsyncedSends: Message[] = [];
  private syncingSends: Message[] = [];
  /** Progress of the move tasks as it was written last; they change without an event. */
  private readonly writtenTasks = new Map<string, string>();

  constructor(
    engine: Engine,
    records: RecordStore,
    notes: Map<string, string>,
    undoMs: number,
    isPowerSafe: boolean,
  ) {
    this.isPowerSafe = isPowerSafe;
    this.engine = engine;
    this.records = records;
    this.notes = notes;
    this.undoMs = undoMs;
    for (const queue of engine.allQueues()) this.queues.set(queue.number, queue);
    records.queueCopies.describe = (queueNumber) => {
      const queue = this.queues.get(queueNumber);
      return queue === undefined ? undefined : saveQueue(queue);
    };
  }

  /** Returns whether anything was appended. */
  record(event: EngineEvent): boolean {
    const { records } = this;
    switch (event.kind) {
      case 'sent':
        this.writeNewMessage(event.message, true);
        if (this.isPowerSafe) this.unsyncedSends.push(event.message);
        return true;
      case 'received':
      case 'visibilityChanged':
      case 'held':
      case 'released':
        return this.writeState(event.message);
      case 'restored':
        if (!event.isWritten) this.writeNewMessage(event.message, false);
        return !event.isWritten;
      case 'deleted':
        this.writeGone(event.message);
        return true;
      case 'retentionExpired':
        this.writeEnd(event.message);
        return true;
      case 'movedToDeadLetter':
        this.writeMoved(event.message);
        return true;
      case 'redriven':
        // In this order: a crash between the two may leave a message twice, but never none.
        this.writeNewMessage(event.moved, false);
        this.writeGone(event.message, event.moved);
        return true;
      case 'queueCreated':
      case 'queueChanged':
        this.writeQueue(event.queue);
        return true;
      case 'purged':
        this.noteRemoval('purge', event.queue, event.at);
        this.writeSweep(event.queue, event.at, records.counters.arrival);
        this.writeQueue(event.queue);
        return true;
      case 'queueDeleted':
        this.noteRemoval('delete', event.queue, event.at);
        this.writeSweep(event.queue, event.at, undefined);
        this.queues.delete(event.queue.number);
        return true;
      // Both follow from deadlines that are written; a duplicate leaves nothing behind.
      case 'visible':
      case 'expired':
      case 'deduplicated':
      case 'deleteIgnored':
        return false;
      default:
        return event satisfies never;
    }
  }

  writeQueue(queue: Queue): void {
    const { counters } = this.records;
    counters.queueNumber = Math.max(counters.queueNumber, queue.number);
    this.queues.set(queue.number, queue);
    this.records.writeMeta(KIND.queue, queueKey(queue.number), saveQueue(queue));
    this.records.log.current.queues.add(queue.number);
  }

  /** Writes the move tasks that have changed. Returns whether there were any. */
  writeTasks(): boolean {
    let hasWritten = false;
    for (const task of this.engine.moveTasks.values()) {
      const progress = `${task.status} ${task.moved}`;
      if (this.writtenTasks.get(task.id) === progress) continue;
      this.writeTask(task);
      hasWritten = true;
    }
    return hasWritten;
  }

  writeNote(key: string, value: string): void {
    this.notes.set(key, value);
    this.records.writeMeta(KIND.note, noteKey(key), { key, value });
  }

  /** Writes queues, move tasks and notes whose newest records are in a segment again. */
  rewriteMeta(segment: number): void {
    const keys = new Set(this.records.meta.keysIn(segment));
    if (keys.size === 0) return;
    for (const queue of this.engine.allQueues()) if (keys.has(queueKey(queue.number))) this.writeQueue(queue);
    for (const task of this.engine.moveTasks.values()) if (keys.has(taskKey(task.id))) this.writeTask(task);
    for (const [key, value] of this.notes) if (keys.has(noteKey(key))) this.writeNote(key, value);
  }

  /** Moves a message's record to the end of the journal. */
  moveMessage(slot: number, message: Message): void {
    this.records.moveMessage(slot, message, this.stateOf(slot, message));
  }

  /** Writes the state of a message again. */
  rewriteState(slot: number, message: Message): void {
    this.records.writeState(slot, this.stateOf(slot, message));
  }

  /** See {@link rollBackFailedWrite}. */
  rollBackFailedWrite(): Failure {
    return rollBackFailedWrite(this.engine, this.records);
  }

  beginSync(): void {
    this.syncingSends = this.unsyncedSends;
    this.unsyncedSends = [];
  }

  endSync(): void {
    this.syncingSends = [];
  }

  /** Takes back the sends that a failed sync leaves unsafe. Whether another start finds them is unknown. */
  rollBackUnsynced(): void {
    for (const message of [...this.syncingSends, ...this.unsyncedSends]) {
      if (message.state === 'gone') continue;
      const slot = message.content as number;
      forgetSend(this.engine, message, this.records.readContent(slot).deduplicationId);
      this.records.dropped.markAccountedFor(slot);
    }
    this.syncingSends = [];
    this.unsyncedSends = [];
  }

  private stateOf(slot: number, message: Message) {
    return saveState(this.engine, message, this.records.table.arrival[slot] as number);
  }

  /** Writes a message whose content is new. `isSend`: a client waits for it. */
  writeNewMessage(message: Message, isSend: boolean): void {
    const arrival = findArrival(this.records, message, (moved) => this.writeState(moved));
    const state = saveState(this.engine, message, arrival);
    this.records.writeMessage(message, state, isSend);
  }

  /** False: the message has been written off in the meantime. */
  writeState(message: Message): boolean {
    const slot = message.content as number;
    if (this.records.table.owners[slot] !== message) return false;
    this.rewriteState(slot, message);
    return true;
  }

  private writeEnd(message: Message): void {
    const { ending } = this;
    // Before its row is explained.
    if (ending !== undefined) ending.add(message.queue.arn, this.records.dropped.last);
    this.writeGone(message, message, ending?.slice);
  }

  /**
   * @param successor what the message continues as
   * @param jump number of the slice of a jump of the clock that ended it
   */
  private writeGone(message: Message, successor: Message = message, jump?: number): void {
    const slot = message.content as number;
    const place = this.records.placeOf(slot);
    this.records.dropped.markAccountedFor(slot);
    this.records.writeGoneBehind(successor.content as number, message.number, place, jump);
  }

  /**
   * The message is written again, and then its old record is voided: a purge of the target voids only what says that it
   * is there, and a state record that says so might be reclaimed before the old record is.
   */
  private writeMoved(message: Message): void {
    const slot = message.content as number;
    const { records } = this;
    // A FIFO target gave the message a new content.
    const hasNewContent = records.unplaced.has(slot);
    const place = records.placeOf(hasNewContent ? records.dropped.takeLast() : slot);
    if (hasNewContent) this.writeNewMessage(message, false);
    else if (!this.moveRecord(slot, message)) return;
    records.writeGoneBehind(slot, message.number, place);
  }

  /** False: the record cannot be read, so that only the message's state could be written. */
  private moveRecord(slot: number, message: Message): boolean {
    const state = saveState(this.engine, message, this.records.nextArrival());
    try {
      this.records.moveMessage(slot, message, state);
      return true;
    } catch (error) {
      if (!isReadFailure(error)) throw error;
      this.records.writeState(slot, state);
      return false;
    }
  }

  /** Writes that a removal is taken back; returns by how much its messages arrive later than they did. */
  writeUndo({ queue: { number: from }, messages }: Removal, queue: Queue): number {
    const { log, counters } = this.records;
    this.records.closeBlocks();
    const { count } = messages;
    const first = count === 0 ? 0 : messages.arrivalOf(0);
    const last = count === 0 ? 0 : messages.arrivalOf(count - 1);
    const shift = count === 0 ? 0 : counters.arrival + 1 - first;
    counters.arrival = Math.max(counters.arrival, last + shift);
    const upTo = log.current.number;
    this.records.writeUndo({ from, to: saveQueue(queue), first, last, shift, upTo });
    return shift;
  }

  /** What an undo has not put back when its queue was purged or deleted goes with what that took. */
  keepRest(queue: Queue, messages: RemovedMessages): void {
    const at = this.engine.ports.clock.now();
    messages.keepSegments(this.records.log.segments, at + this.undoMs);
    const kind = queue.isDeleted ? 'delete' : 'purge';
    this.removals.addRest({ kind, arn: queue.arn, at, queue: saveQueue(queue), messages });
  }

  /** A slice of a jump of the clock begins: what retention ends until {@link endJump} can be restored. */
  beginJump(jump: number, slice: number): void {
    this.ending = new EndingMessages(jump, slice);
  }

  /** @param byMs how far the clock was moved since */
  endJump(byMs: number): void {
    const { ending, records, undoMs } = this;
    if (ending === undefined) return;
    this.ending = undefined;
    records.closeBlocks();
    const ended = ending.collect(records.table);
    this.ended.add(ended);
    const now = this.engine.ports.clock.now();
    const { segments } = records.log;
    // What can be undone stays so for as long as before, whatever the clock shows.
    for (const segment of segments.values()) {
      if (segment.keptUntil > now - byMs) segment.keptUntil += byMs;
    }
    for (const { messages } of ended) messages.keepSegments(segments, now + undoMs);
  }

  private noteRemoval(kind: Removal['kind'], queue: Queue, at: number): void {
    const messages = this.records.dropped.takeUnaccounted(at + this.undoMs);
    // A purge of an empty queue is nothing to undo; the one before may still be.
    if (kind === 'purge' && messages.count === 0) return;
    this.removals.add({ kind, arn: queue.arn, at, queue: saveQueue(queue), messages });
  }

  private writeSweep(queue: Queue, at: number, lastArrival: number | undefined): void {
    const { log, counters } = this.records;
    // What is collected may begin another segment: the sweep is about that one too.
    this.records.closeBlocks();
    const lastMessage = counters.messageNumber;
    const upTo = log.current.number;
    this.records.writeSweep({
      queueNumber: queue.number,
      lastArrival,
      lastMessage,
      at,
      upTo,
      arn: queue.arn,
      ...(lastArrival === undefined ? { queue: saveQueue(queue) } : undefined),
    });
  }

  writeTask(task: MoveTask): void {
    const { id, source, destinationArn, maxPerSecond, failureReason } = task;
    const { startedAt, toMove, moved, status, caller } = task;
    const saved: SavedMoveTask = {
      id,
      sourceArn: source.arn,
      ...(destinationArn === undefined ? undefined : { destinationArn }),
      ...(maxPerSecond === undefined ? undefined : { maxPerSecond }),
      ...(failureReason === undefined ? undefined : { failureReason }),
      startedAt,
      toMove,
      moved,
      status,
      caller,
    };
    this.records.writeMeta(KIND.moveTask, taskKey(id), saved);
    this.writtenTasks.set(id, `${status} ${moved}`);
  }
}

export function queueKey(queueNumber: number): string {
  return `queue ${queueNumber}`;
}

export function taskKey(id: string): string {
  return `task ${id}`;
}

export function noteKey(key: string): string {
  return `note ${key}`;
}
