import { LoadMoreNode } from '../tree/loadMoreNode.ts';
import type { QueuesView } from '../tree/queuesView.ts';

/** Reads the next page of the messages above the row. */
export async function loadMoreMessages(
  { view }: { readonly view: QueuesView },
  target?: unknown,
): Promise<void> {
  if (!(target instanceof LoadMoreNode)) return;
  target.parent.loadMore();
  view.tree.refresh(target.parent);
}
