import { TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import type { ConsumerSource } from '../processes/consumerSource.ts';

/** The rows of one source, beside those of another. */
export class GroupNode implements ConsumerNode {
  readonly #source: ConsumerSource;

  constructor(source: ConsumerSource) {
    this.#source = source;
  }

  toItem(): TreeItem {
    const item = new TreeItem(this.#source.title, TreeItemCollapsibleState.Expanded);
    item.id = `group/${this.#source.title}`;
    item.contextValue = 'consumerGroup';
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    return this.#source.listRows();
  }
}
