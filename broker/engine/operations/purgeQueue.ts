import type { Caller } from '../base/caller.ts';
import { discardAll } from './deleteQueue.ts';
import type { Engine } from '../engine.ts';
import type { Queue } from '../state/queue.ts';
import { type Result, fail, succeed } from '../base/result.ts';

/**
 * PurgeQueue (contract §1.12): removes all messages, in-flight and delayed ones too, at once. Deduplication ids may be
 * used again.
 * Errors: PurgeQueueInProgress within 60 s of the last purge.
 */
export function purgeQueue(
  engine: Engine,
  queue: Queue,
  caller: Caller,
): Result<{ readonly messagesLost: number }> {
  const now = engine.begin();
  if (now - queue.purgedAt < engine.limits.purgeIntervalMs) {
    engine.settle();
    return fail(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
    );
  }
  queue.purgedAt = now;
  const messagesLost = queue.messageCount;
  discardAll(engine, queue);
  queue.deduplication.clear();
  queue.attempts.clear();
  engine.emit({ kind: 'purged', at: now, queue, caller, messagesLost });
  engine.settle();
  return succeed({ messagesLost });
}
