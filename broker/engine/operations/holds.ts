import { type Holder, isCallOf } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { Delivery } from '../state/delivery.ts';
import { isHeld, setVisibilityEnd } from './transitions.ts';

/**
 * Pauses the visibility timeouts of all messages that a consumer or process has in flight, now and until the release:
 * its deliveries leave the heap with their remaining time. Returns how many messages are held.
 */
export function holdConsumer(engine: Engine, holder: Holder): number {
  const now = engine.begin();
  engine.holds.add(holder);
  let count = 0;
  for (const delivery of deliveriesOf(engine, holder)) {
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
export function releaseConsumer(engine: Engine, holder: Holder): number {
  const now = engine.begin();
  engine.holds.delete(holder);
  let count = 0;
  for (const delivery of deliveriesOf(engine, holder)) {
    const remainingMs = delivery.heldRemainingMs;
    // A consumer and its process can both be held.
    if (remainingMs === undefined || isHeld(engine, delivery.caller)) continue;
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
function* deliveriesOf(engine: Engine, holder: Holder): Generator<Delivery> {
  for (const queue of engine.allQueues()) {
    for (const message of queue.received.values()) {
      if (message.state === 'inFlight' && message.delivery && isCallOf(message.delivery.caller, holder))
        yield message.delivery;
    }
  }
}
