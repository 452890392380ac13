import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { LocalBroker } from './broker.ts';

/** Resolves when so many receives wait on the queue; looks once in every turn of the event loop. */
export async function waitForWaiters({ engine }: LocalBroker, url: string, count: number): Promise<void> {
  const queue = engine.findQueue('us-east-1', '000000000000', url.split('/').at(-1) as string);
  assert.ok(queue);
  while (queue.waiters.size !== count) await setImmediate();
}
