import type { Services } from '../services.ts';

/** Reads everything anew. The tree follows the broker by itself; this is for whoever does not believe it. */
export async function refreshQueues({ queues, session, view }: Services): Promise<void> {
  await queues.refresh(session);
  view.tree.refresh();
}
