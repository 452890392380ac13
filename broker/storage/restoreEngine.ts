import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/queue.ts';
import { defaultSettings } from '../engine/queueSettings.ts';
import { type RestoredLease, restoreMessage, restoreMoveTask, restoreQueue } from '../engine/restore.ts';
import { type SavedLease, restoreCaller } from './messageHead.ts';
import { setAside } from '../engine/unreadable.ts';
import type { Records } from './records.ts';
import { recoverQueue } from './recoverQueue.ts';
import type { Replay, ReplayedMessage } from './replay.ts';

/**
 * Puts what the journal says into an engine without queues. Returns the queues that it had to make for messages whose
 * own queue is not known any more.
 */
export function restoreEngine(engine: Engine, records: Records, replay: Replay): Queue[] {
  const now = engine.ports.clock.now();
  const { counters } = records;
  const queues = restoreQueues(engine, replay);
  const recovered = restoreMessages(engine, records, replay, queues, now);
  restoreDeduplication(replay, queues);
  for (const saved of replay.tasks.values()) {
    const source = engine.findByArn(saved.sourceArn);
    if (source === undefined) continue;
    const { destinationArn, maxPerSecond, failureReason } = saved;
    restoreMoveTask(engine, source, { ...saved, destinationArn, maxPerSecond, failureReason }, now);
  }
  for (const [arn, at] of replay.deletedAt) engine.deletedAt.set(arn, at);
  engine.reserveNumbers(counters.messageNumber, counters.queueNumber);
  return recovered;
}

function restoreQueues(engine: Engine, replay: Replay): Map<number, Queue> {
  const saved = [...replay.queues.values()].sort((one, other) => one.number - other.number);
  return new Map(
    saved.map((queue) => {
      const purgedAt = queue.purgedAt ?? Number.NEGATIVE_INFINITY;
      // Settings that an older version did not know have their defaults.
      const defaults = defaultSettings(queue.settings.fifo !== undefined, engine.limits);
      const settings = { ...defaults, ...queue.settings };
      return [queue.number, restoreQueue(engine, { ...queue, settings, purgedAt })];
    }),
  );
}

function restoreMessages(
  engine: Engine,
  records: Records,
  replay: Replay,
  queues: Map<number, Queue>,
  now: number,
): Queue[] {
  const { slots } = records;
  const recovered: Queue[] = [];
  for (const message of inOrder(records, replay)) {
    // Let go one by one: of ten million messages there is no room for both forms at once.
    replay.messages.delete(message.number);
    const { queueNumber } = message;
    const sweptUpTo = replay.sweeps.get(queueNumber) ?? 0;
    if (replay.deleted.has(queueNumber) || (slots.arrival[message.slot] as number) <= sweptUpTo) {
      replay.forget(message);
      continue;
    }
    let queue = queues.get(queueNumber);
    if (queue === undefined) {
      queue = recoverQueue(engine, replay, queueNumber, now);
      queues.set(queueNumber, queue);
      recovered.push(queue);
    }
    const restored = restoreMessage(
      engine,
      queue,
      {
        number: message.number,
        content: message.slot,
        sentAt: message.sentAt,
        sizeBytes: message.sizeBytes,
        groupId: message.groupId,
        delayMs: message.visibleAt - now,
        lease: message.lease === undefined ? undefined : restoreLease(message.lease, queue, now),
        deadLetterSourceArn: message.movedFromArn,
      },
      now,
    );
    slots.owners[message.slot] = restored;
    // It waits for a start with its key.
    if (replay.sealed.has(message.number)) setAside(engine, restored);
  }
  return recovered;
}

/** Rewritten records stand behind younger ones; the arrivals tell. Mostly there is nothing to sort. */
function inOrder(records: Records, replay: Replay): Iterable<ReplayedMessage> {
  const { arrival } = records.slots;
  let last = 0;
  let isSorted = true;
  for (const { slot } of replay.messages.values()) {
    const own = arrival[slot] as number;
    if (own < last) {
      isSorted = false;
      break;
    }
    last = own;
  }
  if (isSorted) return replay.messages.values();
  return [...replay.messages.values()].sort(
    (one, other) => (arrival[one.slot] as number) - (arrival[other.slot] as number),
  );
}

function restoreLease(saved: SavedLease, queue: Queue, now: number): RestoredLease {
  const { receiveCount, firstReceivedAt, receivedAt, deadline } = saved;
  // A clock that stood still goes on: whoever held it is gone.
  const remainingMs = deadline < 0 ? -deadline : deadline - now;
  const caller = restoreCaller(saved, queue.region, queue.account);
  return { receiveCount, firstReceivedAt, receivedAt, remainingMs, caller };
}

function restoreDeduplication(replay: Replay, queues: ReadonlyMap<number, Queue>): void {
  const saved = replay.deduplications.sort((one, other) => one.firstSentAt - other.firstSentAt);
  for (const { queueNumber, key, ...entry } of saved) {
    queues.get(queueNumber)?.deduplication.remember(key, entry);
  }
}
