import { l10n, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ConsumerNode } from './consumerNode.ts';

/** The processes of a pool or a function that ended recently. */
export interface EndedProcesses {
  /** Of the row that it is below. */
  readonly parentId: string;
  /** How many they are, in words. */
  readonly count: string;
  /** One of them ended by a fault: the row is open. */
  readonly hasFault: boolean;
  /** The newest first. */
  readonly rows: readonly ConsumerNode[];
}

/** Holds the rows of processes that ended. */
export class EndedNode implements ConsumerNode {
  readonly #ended: EndedProcesses;

  constructor(ended: EndedProcesses) {
    this.#ended = ended;
  }

  toItem(): TreeItem {
    const { parentId, count, hasFault } = this.#ended;
    const item = new TreeItem(
      l10n.t('Ended'),
      hasFault ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    // VS Code remembers whether a row was closed by its id: the first fault opens it.
    item.id = `${parentId}/ended/${hasFault ? 'crash' : ''}`;
    item.description = count;
    item.contextValue = 'endedProcesses';
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    return this.#ended.rows;
  }
}
