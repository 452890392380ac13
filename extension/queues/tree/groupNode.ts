import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { forCount } from '../../ground/forCount.ts';
import { formatCount, nameOfArn } from '../../ground/text.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { describeCounts } from '../queueText.ts';
import { type QueueGroup, sumCounts } from './arrangement.ts';
import type { ConnectionNode } from './connectionNode.ts';
import type { QueueNode } from './queueNode.ts';

/** Queues that belong together: pinned ones, those with a prefix, or those of a dead-letter queue. */
export class GroupNode implements TreeNode {
  readonly parent: ConnectionNode;
  readonly kind: QueueGroup['kind'];
  readonly key: string;
  rows: readonly QueueNode[] = [];
  /** A filter is set: what matches it must be in sight. */
  isFiltered = false;

  constructor(parent: ConnectionNode, { kind, key }: Pick<QueueGroup, 'kind' | 'key'>) {
    this.parent = parent;
    this.kind = kind;
    this.key = key;
  }

  /** Among the groups of a connection. */
  get id(): string {
    return `${this.kind}/${this.key}`;
  }

  toItem(): TreeItem {
    const queues = this.rows.map(({ queue }) => queue);
    const item = new TreeItem(
      this.#label,
      this.kind === 'prefix' && !this.isFiltered
        ? TreeItemCollapsibleState.Collapsed
        : TreeItemCollapsibleState.Expanded,
    );
    // VS Code remembers by the id which rows are open: a filter opens the group, and does not change how it is without one.
    item.id = `group/${this.parent.connection.id}/${this.id}${this.isFiltered ? '/filtered' : ''}`;
    const count = queues.length;
    item.description = [
      forCount(count, l10n.t('1 queue'), l10n.t('{0} queues', formatCount(count))),
      describeCounts(sumCounts(queues)),
    ]
      .filter((part) => part !== '')
      .join(' · ');
    item.iconPath = new ThemeIcon(ICONS[this.kind]);
    item.contextValue = 'group';
    item.accessibilityInformation = { label: `${this.#label}, ${item.description.replaceAll(' · ', ', ')}` };
    return item;
  }

  getChildren(): readonly QueueNode[] {
    return this.rows;
  }

  get #label(): string {
    if (this.kind === 'pinned') return l10n.t('Pinned');
    return this.kind === 'prefix' ? this.key : nameOfArn(this.key);
  }
}

const ICONS: Readonly<Record<QueueGroup['kind'], string>> = {
  pinned: 'pinned',
  prefix: 'symbol-namespace',
  deadLetters: 'archive',
};
