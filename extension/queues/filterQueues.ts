import { l10n, window } from 'vscode';
import type { QueuesView } from './tree/queuesView.ts';

/** Narrows the tree while the user types; leaving the box by Escape brings back what was there. */
export async function filterQueues({ view }: { readonly view: QueuesView }): Promise<void> {
  const before = view.tree.filter;
  const typed = await window.showInputBox({
    title: l10n.t('Filter Queues'),
    prompt: l10n.t('Part of a name; empty shows all queues'),
    value: before,
    validateInput: (value) => {
      view.setFilter(value);
      return undefined;
    },
  });
  view.setFilter(typed ?? before);
}
