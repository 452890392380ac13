import { findQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { ComposerPanels } from './composerPanel.ts';

interface Needs extends PickQueueNeeds {
  readonly composers: ComposerPanels;
}

/** Opens the composer, for the queue of the row that it was called on. */
export async function openComposer(services: Needs, target?: unknown): Promise<void> {
  services.composers.openComposer(findQueue(services, target)?.arn);
}
