import type { Engine } from '../engine.ts';
import type { Queue } from '../state/queue.ts';

/** Messages of one queue whose retention ends. */
export interface Expiring {
  readonly queue: Queue;
  readonly messages: number;
}

/** Which messages retention ends until `at`, epoch ms, by queue; takes time in proportion to their number. */
export function listExpiring(engine: Engine, at: number): Expiring[] {
  return [...engine.allQueues()]
    .map((queue) => ({
      queue,
      messages: queue.byAge.countUpTo(at - queue.settings.retentionSeconds * 1000),
    }))
    .filter(({ messages }) => messages > 0);
}

/** How many messages the next operation will drop because their retention is over. */
export function countExpired(engine: Engine): number {
  return listExpiring(engine, engine.ports.clock.now()).reduce((sum, { messages }) => sum + messages, 0);
}
