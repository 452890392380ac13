import type { QueuesView } from './tree/queuesView.ts';

export async function clearFilter({ view }: { readonly view: QueuesView }): Promise<void> {
  view.setFilter('');
}
