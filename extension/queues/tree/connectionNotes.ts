import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import { COMMANDS } from '../../ground/commandIds.ts';
import type { TreeNode } from '../../ground/treeNode.ts';

/** The row of a connection. */
interface Root extends TreeNode {
  readonly id: string;
  readonly connection: Connection;
}

/** Why a connection shows no queues, in one line. */
export class ProblemNode implements TreeNode {
  readonly parent: Root;
  readonly #problem: string;
  readonly #isDenied: boolean;

  constructor(parent: Root, problem: string, isDenied: boolean) {
    this.parent = parent;
    this.#problem = problem;
    this.#isDenied = isDenied;
  }

  get connection(): Connection {
    return this.parent.connection;
  }

  toItem(): TreeItem {
    const item = new TreeItem(this.#problem);
    item.id = `${this.parent.id}/problem`;
    item.iconPath = new ThemeIcon('warning');
    item.tooltip = this.#problem;
    item.contextValue = this.#isDenied ? 'problem;denied' : 'problem';
    item.accessibilityInformation = { label: this.#problem };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}

/** The last row of a connection with queues that were not listed yet. */
export class MoreQueuesNode implements TreeNode {
  readonly parent: Root;

  constructor(parent: Root) {
    this.parent = parent;
  }

  toItem(): TreeItem {
    const item = new TreeItem(l10n.t('Load more…'));
    item.id = `${this.parent.id}/loadMore`;
    item.iconPath = new ThemeIcon('ellipsis');
    item.contextValue = 'moreQueues';
    item.accessibilityInformation = { label: l10n.t('Load more queues of {0}', this.parent.connection.name) };
    item.command = { command: COMMANDS.loadMoreQueues, title: l10n.t('Load More'), arguments: [this] };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}
