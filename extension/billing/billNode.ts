import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import type { TreeNode } from '../ground/treeNode.ts';
import { BillRowNode, sumByAction } from './billRowNode.ts';
import { describeBill } from './billText.ts';

const NOTHING = { calls: 0, billedRequests: 0, costUsd: 0, rows: [] };

/** The row of the queue that a bill is of. */
export interface BilledRow extends TreeNode {
  readonly id: string;
  readonly queue: Pick<QueueSummary, 'arn' | 'name'>;
}

/** What the calls to a queue would cost. */
export class BillNode implements TreeNode {
  readonly parent: BilledRow;
  readonly #bills: Pick<Capabilities['cost'], 'findByQueue'>;
  #isShown = false;

  constructor(parent: BilledRow, bills: Pick<Capabilities['cost'], 'findByQueue'>) {
    this.parent = parent;
    this.#bills = bills;
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
    item.id = `${this.parent.id}/bill`;
    item.description = describeBill(bill);
    item.iconPath = new ThemeIcon('credit-card');
    item.contextValue = 'bill';
    item.tooltip = l10n.t(
      'API calls to this queue since the last reset, the requests AWS would bill for them, and their price without the monthly free requests.',
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
    return this.#bills.findByQueue(this.parent.queue.arn) ?? NOTHING;
  }
}
