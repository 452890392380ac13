import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import type { Connection } from '../../connections/connection.ts';
import { forCount } from '../../ground/forCount.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { matchesFilter } from '../queueText.ts';
import { QueueNode } from './queueNode.ts';
import type { TreeSources } from './treeSources.ts';

/** A connection with its queues: a row of its own only if the window has more than one. */
export class ConnectionNode implements TreeNode {
  readonly parent = undefined;
  readonly connection: Connection;
  readonly #sources: TreeSources;
  /** By ARN. */
  readonly #nodes = new Map<string, QueueNode>();

  constructor(connection: Connection, sources: TreeSources) {
    this.connection = connection;
    this.#sources = sources;
  }

  toItem(): TreeItem {
    const { id, name, isOpen, queues, can } = this.connection;
    const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
    const count = queues.queues.length;
    item.id = `connection/${id}`;
    item.description = isOpen
      ? forCount(count, l10n.t('1 queue'), l10n.t('{0} queues', count))
      : l10n.t('not connected');
    item.iconPath = new ThemeIcon('server');
    item.contextValue = ['connection', ...listCapabilityWords(can)].join(';');
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    return item;
  }

  getChildren(): readonly QueueNode[] {
    return this.listQueues('');
  }

  /** @param filter part of a name; empty: all */
  listQueues(filter: string): QueueNode[] {
    return this.connection.queues.queues
      .map((queue) => {
        const node = this.#nodes.get(queue.arn) ?? new QueueNode(this, queue, this.#sources);
        node.queue = queue;
        this.#nodes.set(queue.arn, node);
        return node;
      })
      .filter(({ queue }) => matchesFilter(queue.name, filter));
  }

  /** Those that were drawn. */
  get drawn(): Iterable<QueueNode> {
    return this.#nodes.values();
  }

  /** Forgets the rows of queues that are gone. */
  dropGone(): void {
    for (const arn of this.#nodes.keys()) if (!this.connection.queues.findByArn(arn)) this.#nodes.delete(arn);
  }

  /** Gives the rows of these queues their newest state. @returns those rows */
  update(arns: readonly string[]): QueueNode[] {
    return arns.flatMap((arn) => {
      const node = this.#nodes.get(arn);
      const queue = this.connection.queues.findByArn(arn);
      if (!node || !queue) return [];
      node.queue = queue;
      return [node];
    });
  }
}
