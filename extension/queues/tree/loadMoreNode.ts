import { l10n, ThemeIcon, TreeItem } from 'vscode';
import { COMMANDS } from '../../ground/commandIds.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import type { MessagesNode } from './messagesNode.ts';

/** The last row of a page of messages when there are more. */
export class LoadMoreNode implements TreeNode {
  readonly parent: MessagesNode;

  constructor(parent: MessagesNode) {
    this.parent = parent;
  }

  toItem(): TreeItem {
    const item = new TreeItem(l10n.t('Load more…'));
    item.id = `${this.parent.parent.queue.arn}/loadMore`;
    item.iconPath = new ThemeIcon('ellipsis');
    item.contextValue = 'loadMore';
    item.accessibilityInformation = {
      label: l10n.t('Load more messages of {0}', this.parent.parent.queue.name),
    };
    item.command = { command: COMMANDS.loadMoreMessages, title: l10n.t('Load More'), arguments: [this] };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}
