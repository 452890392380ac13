import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { restoreMessage, restoreQueue } from '../../engine/operations/restore.ts';
import type { Removal } from '../writing/removals.ts';
import type { JournalWriter } from '../writing/journalWriter.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import type { Segment } from '../disk/segment.ts';

/** Progress or result of undoing a purge or a deletion. */
export interface Undone {
  /** Restored messages. */
  readonly messages: number;
  /** Messages whose segments are missing or damaged. */
  readonly missing: number;
  readonly total: number;
}

/** Work in one turn of the event loop, ms. */
const STEP_MS = 4;

/**
 * Takes a removal back: its messages are at the end of a queue, in their order, visible and with their counts; earlier
 * receipt handles stay invalid. One record says so, whose write is the undo: a broker that ends in the middle of what
 * follows finds all of them at its next start. What follows puts them into the engine, a piece in each turn.
 */
export class Undo {
  private readonly engine: Engine;
  private readonly writer: JournalWriter;
  private readonly records: RecordStore;
  private readonly queue: Queue;
  private readonly removal: Removal;
  private readonly purgedAt: number;
  private readonly shift: number;
  private readonly claimed: readonly Segment[];
  private place = 0;
  private restored = 0;

  constructor(engine: Engine, writer: JournalWriter, records: RecordStore, queue: Queue, removal: Removal) {
    this.engine = engine;
    this.writer = writer;
    this.records = records;
    this.queue = queue;
    this.removal = removal;
    this.purgedAt = queue.purgedAt;
    this.shift = writer.writeUndo(removal, queue);
    const { segments } = records.log;
    this.claimed = [...removal.messages.segments()].flatMap((number) => segments.get(number) ?? []);
    for (const segment of this.claimed) segment.claims++;
  }

  get progress(): Undone {
    const { restored, place, removal } = this;
    return { messages: restored, missing: place - restored, total: removal.messages.count };
  }

  /** Does a bounded piece of work. Returns whether there is more to do. */
  step(): boolean {
    const { engine, queue, removal } = this;
    // If the queue is purged or deleted meanwhile, that applies to all of its messages.
    if (queue.isDeleted || queue.purgedAt !== this.purgedAt) {
      this.writer.keepRest(queue, removal.messages.rest(this.place, this.shift));
      return this.end();
    }
    const until = performance.now() + STEP_MS;
    const now = engine.begin();
    while (this.place < removal.messages.count && performance.now() < until) {
      if (this.restore(this.place, now)) this.restored++;
      this.place++;
    }
    engine.settle();
    return this.place < removal.messages.count || this.end();
  }

  private end(): false {
    for (const segment of this.claimed) segment.claims--;
    return false;
  }

  private restore(index: number, now: number): boolean {
    const { engine, records, writer, queue, removal } = this;
    const place = removal.messages.placeOf(index);
    const saved = records.readMessageAt(place);
    if (saved === undefined) return false;
    const { state, sizeBytes, content } = saved;
    const later = removal.messages.laterState(index);
    // What was written before the clock was set back may be later than now.
    const sentAt = Math.min(later?.sentAt ?? state.sentAt, now);
    const slot = records.adopt(
      place,
      removal.messages.bytesOf(index),
      removal.messages.arrivalOf(index) + this.shift,
    );
    const message = restoreMessage(
      engine,
      queue,
      {
        number: state.number,
        content: slot,
        sentAt,
        sizeBytes,
        groupId: content.groupId,
        // Its record may have the times of a clock that was set back since; all of them moved together.
        delayMs: sentAt - state.sentAt + state.visibleAt - now,
        delivery: undefined,
        deadLetterSourceArn: later === undefined ? state.movedFromArn : later.movedFromArn,
      },
      now,
    );
    records.table.owners[slot] = message;
    if (later !== undefined) {
      message.receiveCount = later.receiveCount;
      message.firstReceivedAt = Math.min(later.firstReceivedAt, now);
    }
    // So that damage of the one record of the undo does not take all of them.
    writer.rewriteState(slot, message);
    return true;
  }
}

/** Makes a deleted queue again, with a new number. There must be no queue of its name. */
export function remakeQueue(engine: Engine, { queue: saved, arn }: Removal): Queue {
  const purgedAt = saved.purgedAt ?? Number.NEGATIVE_INFINITY;
  engine.deletedAt.delete(arn);
  return restoreQueue(engine, { ...saved, number: engine.nextQueueNumber(), purgedAt });
}
