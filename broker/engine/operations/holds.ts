import { type Holder, isCallOf } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import type { Delivery } from '../state/delivery.ts';
import type { Queue } from '../state/queue.ts';
import { resolveHandle } from './receiptHandle.ts';
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
    hold(engine, delivery, now);
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
    if (release(engine, delivery, now)) count++;
  }
  engine.settle();
  return count;
}

/**
 * Pauses the visibility timeouts of some messages in flight, whoever received them, or resumes them with their remaining
 * time. Handles of messages that are no longer in flight under them are ignored.
 */
export function pauseDeliveries(
  engine: Engine,
  queue: Queue,
  receiptHandles: readonly string[],
  isPaused: boolean,
): void {
  const now = engine.begin();
  for (const handle of receiptHandles) {
    const target = resolveHandle(engine, queue, handle);
    const delivery = target.ok ? target.value.delivery : undefined;
    if (delivery?.message.state !== 'inFlight' || delivery.isPaused === isPaused) continue;
    delivery.isPaused = isPaused;
    if (isPaused) hold(engine, delivery, now);
    else release(engine, delivery, now);
  }
  engine.settle();
}

/** It is to be held: pauses it, unless it is paused already. */
function hold(engine: Engine, delivery: Delivery, now: number): void {
  const deadline = engine.timers.deadlineOf(delivery);
  if (deadline === undefined) return;
  setVisibilityEnd(engine, delivery, deadline - now, now);
  const { message } = delivery;
  engine.emit({ kind: 'held', at: now, queue: message.queue, message, delivery });
}

/** Resumes it, unless something else holds it. @returns whether it runs again */
function release(engine: Engine, delivery: Delivery, now: number): boolean {
  const remainingMs = delivery.heldRemainingMs;
  // A consumer and its process can both be held.
  if (remainingMs === undefined || isHeld(engine, delivery)) return false;
  const { message } = delivery;
  delivery.heldRemainingMs = undefined;
  message.queue.heldCount--;
  setVisibilityEnd(engine, delivery, remainingMs, now);
  engine.emit({ kind: 'released', at: now, queue: message.queue, message, delivery });
  return true;
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
