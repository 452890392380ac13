import { findQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { LoadPanels } from './loadPanel.ts';

interface Needs extends PickQueueNeeds {
  readonly loadPanels: LoadPanels;
}

/** Opens the panel of load tests, for the queue of the row that it was called on. */
export async function runLoadTest(services: Needs, target?: unknown): Promise<void> {
  services.loadPanels.openLoadTest(findQueue(services, target)?.arn);
}
