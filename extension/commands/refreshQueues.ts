import type { Services } from '../services.ts';

/** Re-reads all queues. The tree updates automatically; this is a manual refresh. */
export async function refreshQueues({ queues, session, view }: Services): Promise<void> {
  await queues.refresh(session);
  view.tree.refresh();
}
