import type { Services } from '../services.ts';
import { findQueue } from '../queues/pickQueue.ts';

/** Opens the panel of load tests, for the queue of the row that it was called on. */
export async function runLoadTest(services: Services, target?: unknown): Promise<void> {
  services.loadPanels.openLoadTest(findQueue(services, target)?.arn);
}
