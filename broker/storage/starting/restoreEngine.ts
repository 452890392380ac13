import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { defaultSettings } from '../../engine/rules/queueSettings.ts';
import {
  type RestoredDelivery,
  restoreMessage,
  restoreMoveTask,
  restoreQueue,
} from '../../engine/operations/restore.ts';
import { readTimesSince } from '../writing/rewriteTimes.ts';
import { type SavedDelivery, restoreCaller } from '../format/messageHead.ts';
import { setAside } from '../../engine/operations/unreadable.ts';
import type { RecordStore } from '../writing/recordStore.ts';
import { recoverQueue } from './recoverQueue.ts';
import type { RecoveredState } from './recoveredState.ts';
import type { ReplayedMessage } from '../format/replayedMessage.ts';

/** The result. */
export interface RestoredEngine {
  /** Queues that had to be created for messages whose own queue is unknown. */
  readonly recovered: readonly Queue[];
  /** There was a time in the future: the next start must not take it for its own now. */
  readonly hadFutureTimes: boolean;
}

/**
 * Restores the journal into an engine without queues. A time in the future was written before the clock was set
 * back: it is taken for now, so that nothing is waited for longer than its full length.
 */
export function restoreEngine(
  engine: Engine,
  records: RecordStore,
  recoveredState: RecoveredState,
  undoMs: number,
): RestoredEngine {
  const now = engine.ports.clock.now();
  const past = new Past(now);
  const { counters } = records;
  const queues = restoreQueues(engine, recoveredState, past);
  const recovered = restoreMessages(engine, records, recoveredState, queues, past);
  restoreDeduplication(recoveredState, queues, past);
  for (const saved of recoveredState.tasks.values()) {
    const source = engine.findByArn(saved.sourceArn);
    if (source === undefined) continue;
    const { destinationArn, maxPerSecond, failureReason } = saved;
    const startedAt = past.bound(saved.startedAt);
    restoreMoveTask(
      engine,
      source,
      { ...saved, startedAt, destinationArn, maxPerSecond, failureReason },
      now,
    );
  }
  for (const [arn, { at }] of recoveredState.deletions) {
    // A name that is taken again is blocked no more, and nothing has moved the time of its deletion with the clock since.
    if (engine.findByArn(arn) === undefined) engine.deletedAt.set(arn, past.bound(at));
  }
  for (const segment of records.log.segments.values()) segment.boundTimes(now, undoMs);
  engine.reserveNumbers(counters.messageNumber, counters.queueNumber);
  return { recovered, hadFutureTimes: past.wasFuture };
}

/** Takes what is in the future for now, and remembers that there was something. */
class Past {
  readonly now: number;
  wasFuture = false;

  constructor(now: number) {
    this.now = now;
  }

  bound(at: number): number {
    if (at <= this.now) return at;
    this.wasFuture = true;
    return this.now;
  }
}

function restoreQueues(engine: Engine, recoveredState: RecoveredState, past: Past): Map<number, Queue> {
  const saved = [...recoveredState.queues.values()].sort((one, other) => one.number - other.number);
  return new Map(
    saved.map((queue) => {
      const times = {
        createdAt: past.bound(queue.createdAt),
        modifiedAt: past.bound(queue.modifiedAt),
        purgedAt: past.bound(queue.purgedAt ?? Number.NEGATIVE_INFINITY),
      };
      // Settings that an older version did not know have their defaults.
      const defaults = defaultSettings(queue.settings.fifo !== undefined, engine.limits);
      const settings = { ...defaults, ...queue.settings };
      return [queue.number, restoreQueue(engine, { ...queue, settings, ...times })];
    }),
  );
}

function restoreMessages(
  engine: Engine,
  records: RecordStore,
  recoveredState: RecoveredState,
  queues: Map<number, Queue>,
  past: Past,
): Queue[] {
  const { table } = records;
  const { now } = past;
  const recovered: Queue[] = [];
  for (const message of inOrder(records, recoveredState)) {
    // Let go one by one: of ten million messages there is no room for both forms at once.
    recoveredState.messages.delete(message.number);
    const { queueNumber } = message;
    const sweptUpTo = recoveredState.sweeps.get(queueNumber) ?? 0;
    if (recoveredState.deleted.has(queueNumber) || (table.arrival[message.slot] as number) <= sweptUpTo) {
      recoveredState.forget(message);
      continue;
    }
    let queue = queues.get(queueNumber);
    if (queue === undefined) {
      queue = recoverQueue(engine, recoveredState, queueNumber, now);
      queues.set(queueNumber, queue);
      recovered.push(queue);
    }
    const restored = restoreMessage(
      engine,
      queue,
      {
        number: message.number,
        content: message.slot,
        sentAt: past.bound(message.sentAt),
        sizeBytes: message.sizeBytes,
        groupId: message.groupId,
        delayMs: message.visibleAt - Math.max(message.sentAt, now),
        delivery: message.delivery === undefined ? undefined : restoreDelivery(message.delivery, queue, past),
        deadLetterSourceArn: message.movedFromArn,
      },
      now,
    );
    table.owners[message.slot] = restored;
    // It waits for a start with its key.
    if (recoveredState.sealed.has(message.number)) setAside(engine, restored);
  }
  return recovered;
}

/** Rewritten records come after younger ones; the arrivals show the order. Usually nothing has to be sorted. */
function inOrder(records: RecordStore, recoveredState: RecoveredState): Iterable<ReplayedMessage> {
  const { arrival } = records.table;
  let last = 0;
  let isSorted = true;
  for (const { slot } of recoveredState.messages.values()) {
    const own = arrival[slot] as number;
    if (own < last) {
      isSorted = false;
      break;
    }
    last = own;
  }
  if (isSorted) return recoveredState.messages.values();
  return [...recoveredState.messages.values()].sort(
    (one, other) => (arrival[one.slot] as number) - (arrival[other.slot] as number),
  );
}

function restoreDelivery(saved: SavedDelivery, queue: Queue, past: Past): RestoredDelivery {
  const { receiveCount, deadline } = saved;
  // A paused timeout continues: its holder has ended.
  const remainingMs = deadline < 0 ? -deadline : deadline - Math.max(saved.receivedAt, past.now);
  const caller = restoreCaller(saved, queue.region, queue.account);
  const firstReceivedAt = past.bound(saved.firstReceivedAt);
  return { receiveCount, firstReceivedAt, receivedAt: past.bound(saved.receivedAt), remainingMs, caller };
}

function restoreDeduplication(
  recoveredState: RecoveredState,
  queues: ReadonlyMap<number, Queue>,
  past: Past,
): void {
  for (const { queueNumber, key, ...entry } of recoveredState.deduplications.openAt(
    past.now,
    readTimesSince(recoveredState.notes),
  )) {
    // One that was bounded has the current time.
    if (entry.firstSentAt === past.now) past.wasFuture = true;
    queues.get(queueNumber)?.deduplication.remember(key, entry);
  }
}
