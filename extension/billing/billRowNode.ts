import { ThemeIcon, TreeItem } from 'vscode';
import type { BillingRow } from '../../broker/protocol/billing.ts';
import type { TreeNode } from '../ground/treeNode.ts';
import type { BillNode } from './billNode.ts';
import { describeBill } from './billText.ts';

/** The calls of one action by all consumers. */
export interface ActionSum {
  readonly action: string;
  readonly calls: number;
  readonly billedRequests: number;
  readonly costUsd: number;
  /** Those who made them, the most expensive first. */
  readonly rows: readonly BillingRow[];
}

/** Sums by action, in the order of the alphabet. */
export function sumByAction(rows: readonly BillingRow[]): ActionSum[] {
  const byAction = new Map<string, BillingRow[]>();
  for (const row of rows) {
    const parts = byAction.get(row.action);
    if (parts) parts.push(row);
    else byAction.set(row.action, [row]);
  }
  return [...byAction]
    .map(([action, parts]) => ({
      action,
      calls: add(parts, 'calls'),
      billedRequests: add(parts, 'billedRequests'),
      costUsd: add(parts, 'costUsd'),
      rows: parts.toSorted((one, other) => other.billedRequests - one.billedRequests),
    }))
    .sort((one, other) => one.action.localeCompare(other.action));
}

function add(rows: readonly BillingRow[], member: 'calls' | 'billedRequests' | 'costUsd'): number {
  return rows.reduce((sum, row) => sum + row[member], 0);
}

/** One action in the bill of a queue. */
export class BillRowNode implements TreeNode {
  readonly parent: BillNode;
  readonly #sum: ActionSum;

  constructor(parent: BillNode, sum: ActionSum) {
    this.parent = parent;
    this.#sum = sum;
  }

  toItem(): TreeItem {
    const { action, rows } = this.#sum;
    const item = new TreeItem(action);
    item.id = `${this.parent.parent.id}/bill/${action}`;
    item.description = describeBill(this.#sum);
    item.iconPath = new ThemeIcon('symbol-method');
    item.contextValue = 'billRow';
    item.tooltip = rows.map((row) => `${row.consumerId}: ${describeBill(row)}`).join('\n');
    item.accessibilityInformation = { label: `${action}, ${item.description.replaceAll(' · ', ', ')}` };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}
