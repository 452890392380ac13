import type { Engine } from '../engine.ts';
import type { Lease } from '../state/lease.ts';
import { setVisibilityEnd } from './transitions.ts';

/**
 * Pauses the visibility timeouts of all messages that a consumer has in flight, now and until the release: its leases
 * leave the heap with their remaining time. Returns how many messages are held.
 */
export function holdConsumer(engine: Engine, consumerId: string): number {
  const now = engine.begin();
  engine.holds.add(consumerId);
  let count = 0;
  for (const lease of leasesOf(engine, consumerId)) {
    count++;
    const deadline = engine.timers.deadlineOf(lease);
    if (deadline === undefined) continue;
    setVisibilityEnd(engine, lease, deadline - now, now);
    engine.emit({ kind: 'held', at: now, queue: lease.message.queue, message: lease.message, lease });
  }
  engine.settle();
  return count;
}

/** Resumes the visibility timeouts with their remaining time. Returns how many messages were released. */
export function releaseConsumer(engine: Engine, consumerId: string): number {
  const now = engine.begin();
  engine.holds.delete(consumerId);
  let count = 0;
  for (const lease of leasesOf(engine, consumerId)) {
    const remainingMs = lease.heldRemainingMs;
    if (remainingMs === undefined) continue;
    count++;
    lease.heldRemainingMs = undefined;
    lease.message.queue.heldCount--;
    setVisibilityEnd(engine, lease, remainingMs, now);
    engine.emit({ kind: 'released', at: now, queue: lease.message.queue, message: lease.message, lease });
  }
  engine.settle();
  return count;
}

/** O(messages in flight): breakpoints are rare, receives are not. */
function* leasesOf(engine: Engine, consumerId: string): Generator<Lease> {
  for (const queue of engine.allQueues()) {
    for (const message of queue.received.values()) {
      if (message.state === 'inFlight' && message.lease?.caller.consumerId === consumerId)
        yield message.lease;
    }
  }
}
