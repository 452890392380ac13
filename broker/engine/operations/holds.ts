import type { Engine } from '../engine.ts';
import type { Lease } from '../state/lease.ts';
import { setVisibilityEnd } from './transitions.ts';

/**
 * Stops the visibility clocks of everything that a consumer has in flight, now and until the release: its leases leave
 * the heap with what was left to them. Returns how many messages it holds.
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

/** Lets the clocks go on with what was left. Returns how many messages it released. */
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

/** A walk over all that is in flight: a breakpoint is rare, and bookkeeping at each receive is not. */
function* leasesOf(engine: Engine, consumerId: string): Generator<Lease> {
  for (const queue of engine.allQueues()) {
    for (const message of queue.received.values()) {
      if (message.state === 'inFlight' && message.lease?.caller.consumerId === consumerId)
        yield message.lease;
    }
  }
}
