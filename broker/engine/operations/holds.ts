import type { Engine } from '../engine.ts';
import type { Delivery } from '../state/delivery.ts';
import { setVisibilityEnd } from './transitions.ts';

/**
 * Pauses the visibility timeouts of all messages that a consumer has in flight, now and until the release: its deliveries
 * leave the heap with their remaining time. Returns how many messages are held.
 */
export function holdConsumer(engine: Engine, consumerId: string): number {
  const now = engine.begin();
  engine.holds.add(consumerId);
  let count = 0;
  for (const delivery of deliveriesOf(engine, consumerId)) {
    count++;
    const deadline = engine.timers.deadlineOf(delivery);
    if (deadline === undefined) continue;
    setVisibilityEnd(engine, delivery, deadline - now, now);
    engine.emit({
      kind: 'held',
      at: now,
      queue: delivery.message.queue,
      message: delivery.message,
      delivery,
    });
  }
  engine.settle();
  return count;
}

/** Resumes the visibility timeouts with their remaining time. Returns how many messages were released. */
export function releaseConsumer(engine: Engine, consumerId: string): number {
  const now = engine.begin();
  engine.holds.delete(consumerId);
  let count = 0;
  for (const delivery of deliveriesOf(engine, consumerId)) {
    const remainingMs = delivery.heldRemainingMs;
    if (remainingMs === undefined) continue;
    count++;
    delivery.heldRemainingMs = undefined;
    delivery.message.queue.heldCount--;
    setVisibilityEnd(engine, delivery, remainingMs, now);
    engine.emit({
      kind: 'released',
      at: now,
      queue: delivery.message.queue,
      message: delivery.message,
      delivery,
    });
  }
  engine.settle();
  return count;
}

/** O(messages in flight): breakpoints are rare, receives are not. */
function* deliveriesOf(engine: Engine, consumerId: string): Generator<Delivery> {
  for (const queue of engine.allQueues()) {
    for (const message of queue.received.values()) {
      if (message.state === 'inFlight' && message.delivery?.caller.consumerId === consumerId)
        yield message.delivery;
    }
  }
}
