import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { BillRowNode, sumByAction } from './billRowNode.ts';
import { describeBill } from './billText.ts';
import type { QueueNode } from './queueNode.ts';
import type { TreeNode, TreeSources } from './treeNode.ts';

const NOTHING = { calls: 0, billedRequests: 0, costUsd: 0, rows: [] };

/** What the calls to a queue would cost. */
export class BillNode implements TreeNode {
  readonly parent: QueueNode;
  readonly #sources: TreeSources;
  #isShown = false;

  constructor(parent: QueueNode, sources: TreeSources) {
    this.parent = parent;
    this.#sources = sources;
  }

  /** Whether the row was ever drawn, so that it must be redrawn when the estimate changes. */
  get isShown(): boolean {
    return this.#isShown;
  }

  toItem(): TreeItem {
    this.#isShown = true;
    const { queue } = this.parent;
    const bill = this.#bill;
    const state = bill.calls === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(l10n.t('Cost estimate'), state);
    item.id = `${queue.arn}/bill`;
    item.description = describeBill(l10n.t, bill);
    item.iconPath = new ThemeIcon('credit-card');
    item.contextValue = 'bill';
    item.tooltip = l10n.t(
      'API calls to this queue since the last reset, the requests that AWS would bill for them, and their price without the free million per month.',
    );
    item.accessibilityInformation = {
      label: l10n.t('Cost estimate of {0}: {1}', queue.name, item.description.replaceAll(' · ', ', ')),
    };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return sumByAction(this.#bill.rows).map((sum) => new BillRowNode(this, sum));
  }

  get #bill() {
    return this.#sources.bills.findByQueue(this.parent.queue.arn) ?? NOTHING;
  }
}
