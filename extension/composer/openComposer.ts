import type { Services } from '../services.ts';
import { findQueue } from '../queues/pickQueue.ts';

/** Opens the composer, for the queue of the row that it was called on. */
export async function openComposer(services: Services, target?: unknown): Promise<void> {
  services.composers.openComposer(findQueue(services, target)?.arn);
}
