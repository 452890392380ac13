import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { restoreMessage, restoreQueue } from '../../engine/operations/restore.ts';
import type { Loss } from '../writing/losses.ts';
import type { Recorder } from '../writing/recorder.ts';
import type { Records } from '../writing/records.ts';
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
 * Takes a loss back: its messages are at the end of a queue, in their order, visible and with their counts; receipt
 * handles of before stay void. One record says so, whose write is the undo: a broker that ends in the middle of what
 * follows finds all of them at its next start. What follows puts them into the engine, a piece in each turn.
 */
export class Undo {
  private readonly engine: Engine;
  private readonly recorder: Recorder;
  private readonly records: Records;
  private readonly queue: Queue;
  private readonly loss: Loss;
  private readonly purgedAt: number;
  private readonly shift: number;
  private readonly claimed: readonly Segment[];
  private place = 0;
  private restored = 0;

  constructor(engine: Engine, recorder: Recorder, records: Records, queue: Queue, loss: Loss) {
    this.engine = engine;
    this.recorder = recorder;
    this.records = records;
    this.queue = queue;
    this.loss = loss;
    this.purgedAt = queue.purgedAt;
    this.shift = recorder.writeUndo(loss, queue);
    const { segments } = records.log;
    this.claimed = [...loss.messages.segments()].flatMap((number) => segments.get(number) ?? []);
    for (const segment of this.claimed) segment.claims++;
  }

  get progress(): Undone {
    const { restored, place, loss } = this;
    return { messages: restored, missing: place - restored, total: loss.messages.count };
  }

  /** Does a bounded piece of work. Returns whether there is more to do. */
  step(): boolean {
    const { engine, queue, loss } = this;
    // A purge or a deletion of the queue meanwhile applies to all of it.
    if (queue.isDeleted || queue.purgedAt !== this.purgedAt) {
      this.recorder.keepRest(queue, loss.messages.rest(this.place, this.shift));
      return this.end();
    }
    const until = performance.now() + STEP_MS;
    const now = engine.begin();
    while (this.place < loss.messages.count && performance.now() < until) {
      if (this.restore(this.place, now)) this.restored++;
      this.place++;
    }
    engine.settle();
    return this.place < loss.messages.count || this.end();
  }

  private end(): false {
    for (const segment of this.claimed) segment.claims--;
    return false;
  }

  private restore(index: number, now: number): boolean {
    const { engine, records, recorder, queue, loss } = this;
    const place = loss.messages.placeOf(index);
    const saved = records.readMessageAt(place);
    if (saved === undefined) return false;
    const { state, sizeBytes, content } = saved;
    const later = loss.messages.laterState(index);
    // What was written before the clock was set back may be later than now.
    const sentAt = Math.min(later?.sentAt ?? state.sentAt, now);
    const slot = records.adopt(
      place,
      loss.messages.bytesOf(index),
      loss.messages.arrivalOf(index) + this.shift,
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
        lease: undefined,
        deadLetterSourceArn: later === undefined ? state.movedFromArn : later.movedFromArn,
      },
      now,
    );
    records.slots.owners[slot] = message;
    if (later !== undefined) {
      message.receiveCount = later.receiveCount;
      message.firstReceivedAt = Math.min(later.firstReceivedAt, now);
    }
    // So that damage of the one record of the undo does not take all of them.
    recorder.rewriteState(slot, message);
    return true;
  }
}

/** Makes a deleted queue again, with a new number. There must be no queue of its name. */
export function remakeQueue(engine: Engine, { queue: saved, arn }: Loss): Queue {
  const purgedAt = saved.purgedAt ?? Number.NEGATIVE_INFINITY;
  engine.deletedAt.delete(arn);
  return restoreQueue(engine, { ...saved, number: engine.nextQueueNumber(), purgedAt });
}
