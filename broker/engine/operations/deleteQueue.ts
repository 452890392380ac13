import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { Queue } from '../state/queue.ts';
import { fail } from '../base/result.ts';
import { discard } from './transitions.ts';

/** DeleteQueue (contract §1.2): the queue and all its messages. Waiting receives end with NonExistentQueue. */
export function deleteQueue(engine: Engine, queue: Queue, caller: Caller): { readonly messagesLost: number } {
  const now = engine.begin();
  const messagesLost = queue.messageCount;
  queue.isDeleted = true;
  for (const waiter of queue.waiters) {
    queue.waiters.delete(waiter);
    engine.timers.cancel(waiter);
    waiter.complete(fail('NonExistentQueue', 'The specified queue does not exist.'));
  }
  discardAll(engine, queue);
  queue.deduplication.clear();
  queue.attempts.clear();
  engine.removeQueue(queue);
  forgetDeleted(engine, now);
  engine.deletedAt.set(queue.arn, now);
  engine.emit({ kind: 'queueDeleted', at: now, queue, caller, messagesLost });
  engine.settle();
  return { messagesLost };
}

/** Names that may be used again; the map is in the order of the deletions. */
function forgetDeleted({ deletedAt, limits }: Engine, now: number): void {
  for (const [arn, at] of deletedAt) {
    if (now - at < limits.recreateIntervalMs) return;
    deletedAt.delete(arn);
  }
}

/** Discards every message of a queue, whatever its state. */
export function discardAll(engine: Engine, queue: Queue): void {
  for (let message = queue.byAge.peek(); message !== undefined; message = queue.byAge.peek())
    discard(engine, message);
  for (const message of queue.unreadable) discard(engine, message);
  engine.timers.cancel(queue.retention);
}
