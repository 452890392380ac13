import type { Engine } from '../engine.ts';

/** How many messages the next operation will drop because their retention is over; takes time in proportion to them. */
export function countExpired(engine: Engine): number {
  const now = engine.ports.clock.now();
  let count = 0;
  for (const queue of engine.allQueues()) {
    count += queue.byAge.countUpTo(now - queue.settings.retentionSeconds * 1000);
  }
  return count;
}
