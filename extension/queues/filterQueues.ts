import { l10n, window } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { readQueues } from '../connections/readQueues.ts';
import type { QueuesView } from './tree/queuesView.ts';

/** Narrows the tree while the user types; leaving the box by Escape brings back what was there. */
export async function filterQueues({ view }: { readonly view: QueuesView }): Promise<void> {
  const before = view.tree.filter;
  const typed = await window.showInputBox({
    title: l10n.t('Filter Queues'),
    prompt: l10n.t('Type part of a queue name. Leave empty to show all.'),
    value: before,
    validateInput: (value) => {
      view.setFilter(value);
      return undefined;
    },
  });
  view.setFilter(typed ?? before);
}

export async function clearFilter({ view }: { readonly view: QueuesView }): Promise<void> {
  view.setFilter('');
}

/** Re-reads all queues. The tree updates automatically; this is a manual refresh. */
export async function refreshQueues({
  connections,
  view,
}: {
  readonly connections: Connections;
  readonly view: QueuesView;
}): Promise<void> {
  await readQueues(connections.all);
  view.tree.refresh();
}
