import type { BrokerSession } from '../broker/session.ts';
import type { QueueStore } from './queueStore.ts';
import type { QueuesView } from './tree/queuesView.ts';

/** Reads everything anew. The tree follows the broker by itself; this is for whoever does not believe it. */
export async function refreshQueues({
  queues,
  session,
  view,
}: {
  readonly queues: QueueStore;
  readonly session: BrokerSession;
  readonly view: QueuesView;
}): Promise<void> {
  await queues.refresh(session);
  view.tree.refresh();
}
