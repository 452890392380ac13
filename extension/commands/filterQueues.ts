import { l10n, window } from 'vscode';
import type { Services } from '../services.ts';

/** Narrows the tree while the user types; leaving the box by Escape brings back what was there. */
export async function filterQueues({ view }: Services): Promise<void> {
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
