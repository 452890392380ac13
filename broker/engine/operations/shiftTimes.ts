import type { Engine } from '../engine.ts';
import type { Queue } from '../state/queue.ts';
import { allMessages } from './unreadable.ts';

/**
 * Moves every time that the engine has kept by `byMs`, for a clock that was set back by as much: ages, and what is left
 * of delays, visibility timeouts, retention and windows, stay what they were. No deadline fires and no event is
 * emitted.
 */
export function shiftTimes(engine: Engine, byMs: number): void {
  engine.timers.shift(byMs);
  for (const [arn, at] of engine.deletedAt) engine.deletedAt.set(arn, at + byMs);
  for (const task of engine.moveTasks.values()) task.startedAt += byMs;
  for (const queue of engine.allQueues()) shiftQueue(queue, byMs);
  engine.settle();
}

function shiftQueue(queue: Queue, byMs: number): void {
  queue.createdAt += byMs;
  queue.modifiedAt += byMs;
  queue.purgedAt += byMs;
  queue.deduplication.shiftTimes(byMs);
  queue.attempts.shiftTimes(byMs);
  queue.order.shiftTimes(byMs);
  queue.byAge.shiftKeys(byMs);
  queue.shownAge?.shiftKeys(byMs);
  for (const message of allMessages(queue)) {
    message.sentAt += byMs;
    if (message.firstReceivedAt !== 0) message.firstReceivedAt += byMs;
    if (message.delivery !== undefined) message.delivery.receivedAt += byMs;
  }
}
