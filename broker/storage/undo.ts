import type { Caller } from '../engine/caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/queue.ts';
import { restoreMessage, restoreQueue } from '../engine/restore.ts';
import type { Loss } from './losses.ts';
import type { Recorder } from './recorder.ts';
import type { Records } from './records.ts';

/** What came of undoing a purge or a deletion, so far or in the end. */
export interface Undone {
  /** Messages that are back. */
  readonly messages: number;
  /** Messages whose segments are gone or damaged. */
  readonly missing: number;
  readonly total: number;
}

/** Work in one turn of the event loop, ms. */
const STEP_MS = 4;

/**
 * Puts the messages of a loss back at the end of their queue, in their order, visible and with their counts; receipt
 * handles of before stay void.
 */
export class Undo {
  private readonly engine: Engine;
  private readonly recorder: Recorder;
  private readonly records: Records;
  private readonly queue: Queue;
  private readonly loss: Loss;
  private readonly purgedAt: number;
  private place = 0;
  private restored = 0;

  constructor(engine: Engine, recorder: Recorder, records: Records, queue: Queue, loss: Loss) {
    this.engine = engine;
    this.recorder = recorder;
    this.records = records;
    this.queue = queue;
    this.loss = loss;
    this.purgedAt = queue.purgedAt;
  }

  get progress(): Undone {
    const { restored, place, loss } = this;
    return { messages: restored, missing: place - restored, total: loss.messages.count };
  }

  /** Does a bounded piece of work. Returns whether there is more to do. Throws Node's errors. */
  step(): boolean {
    const { engine, queue, loss } = this;
    // Whoever purges or deletes the queue meanwhile means all of it.
    if (queue.isDeleted || queue.purgedAt !== this.purgedAt) return false;
    const until = performance.now() + STEP_MS;
    const now = engine.begin();
    while (this.place < loss.messages.count && performance.now() < until) {
      if (this.restore(this.place, now)) this.restored++;
      this.place++;
    }
    engine.settle();
    return this.place < loss.messages.count;
  }

  private restore(index: number, now: number): boolean {
    const { engine, recorder, queue, loss } = this;
    const saved = this.records.readMessageAt(loss.messages.placeOf(index));
    if (saved === undefined) return false;
    const { state, sizeBytes, content } = saved;
    const later = loss.messages.laterState(index);
    const message = restoreMessage(
      engine,
      queue,
      {
        number: state.number,
        content: engine.ports.contents.keep(content),
        sentAt: later?.sentAt ?? state.sentAt,
        sizeBytes,
        groupId: content.groupId,
        delayMs: state.visibleAt - now,
        lease: undefined,
        deadLetterSourceArn: later === undefined ? state.movedFromArn : later.movedFromArn,
      },
      now,
    );
    message.receiveCount = later?.receiveCount ?? 0;
    message.firstReceivedAt = later?.firstReceivedAt ?? 0;
    recorder.writeNewMessage(message, false);
    return true;
  }
}

/** Makes a deleted queue again, with a new number. There must be no queue of its name. */
export function recreateQueue(engine: Engine, { queue: saved, arn }: Loss, caller: Caller): Queue {
  const purgedAt = saved.purgedAt ?? Number.NEGATIVE_INFINITY;
  const queue = restoreQueue(engine, { ...saved, number: engine.nextQueueNumber(), purgedAt });
  engine.deletedAt.delete(arn);
  engine.emit({ kind: 'queueCreated', at: engine.ports.clock.now(), queue, caller });
  return queue;
}
