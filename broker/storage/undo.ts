import type { Caller } from '../engine/caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/queue.ts';
import { restoreMessage, restoreQueue } from '../engine/restore.ts';
import type { Recorder } from './recorder.ts';
import type { Records } from './records.ts';
import type { Replay, ReplayedMessage } from './replay.ts';

/** What the segments still hold of an undone purge or deletion. */
export interface Undone {
  readonly messages: number;
}

/**
 * Puts the messages of a queue's last purge back at its end, visible and with their counts, as far as segments still
 * hold them. `replay` has read all segments anew.
 */
export function undoPurge(
  engine: Engine,
  recorder: Recorder,
  queue: Queue,
  old: Records,
  replay: Replay,
): Undone {
  const upTo = replay.sweeps.get(queue.number) ?? 0;
  const after = replay.earlierSweeps.get(queue.number) ?? 0;
  return bringBack(
    engine,
    recorder,
    queue,
    old,
    replay,
    queue.number,
    (arrival) => arrival > after && arrival <= upTo,
  );
}

/**
 * Makes a deleted queue again, with a new number: receipt handles of before stay void. Undefined when the segments know
 * no such queue.
 */
export function undoDelete(
  engine: Engine,
  recorder: Recorder,
  arn: string,
  caller: Caller,
  old: Records,
  replay: Replay,
): Undone | undefined {
  const saved = [...replay.goneQueues.values()]
    .filter(({ region, account, name }) => arn === `arn:aws:sqs:${region}:${account}:${name}`)
    .at(-1);
  if (saved === undefined) return undefined;
  const purgedAt = saved.purgedAt ?? Number.NEGATIVE_INFINITY;
  const queue = restoreQueue(engine, { ...saved, number: engine.nextQueueNumber(), purgedAt });
  engine.deletedAt.delete(arn);
  engine.emit({ kind: 'queueCreated', at: engine.ports.clock.now(), queue, caller });
  const purgedUpTo = replay.sweeps.get(saved.number) ?? 0;
  return bringBack(engine, recorder, queue, old, replay, saved.number, (arrival) => arrival > purgedUpTo);
}

function bringBack(
  engine: Engine,
  recorder: Recorder,
  queue: Queue,
  old: Records,
  replay: Replay,
  queueNumber: number,
  wasSwept: (arrival: number) => boolean,
): Undone {
  const now = engine.ports.clock.now();
  const arrivalOf = ({ slot }: ReplayedMessage): number => old.slots.arrival[slot] as number;
  const found = [...replay.messages.values()]
    .filter((message) => message.queueNumber === queueNumber && wasSwept(arrivalOf(message)))
    .sort((one, other) => arrivalOf(one) - arrivalOf(other));
  for (const saved of found) {
    const content = engine.ports.contents.keep(old.readContent(saved.slot));
    const { number, sentAt, sizeBytes, groupId, lease, movedFromArn } = saved;
    const message = restoreMessage(
      engine,
      queue,
      {
        number,
        content,
        sentAt,
        sizeBytes,
        groupId,
        delayMs: saved.visibleAt - now,
        lease: undefined,
        deadLetterSourceArn: movedFromArn,
      },
      now,
    );
    message.receiveCount = lease?.receiveCount ?? 0;
    message.firstReceivedAt = lease?.firstReceivedAt ?? 0;
    recorder.writeNewMessage(message, false);
  }
  engine.settle();
  return { messages: found.length };
}
