import { l10n, MarkdownString, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { AttributesNode } from './attributesNode.ts';
import { BillNode } from './billNode.ts';
import { MessagesNode } from './messagesNode.ts';
import { describeCounts, encodeQueueContext, nameOfArn, speakQueue } from './queueText.ts';
import type { TreeNode, TreeSources } from './treeNode.ts';

export class QueueNode implements TreeNode {
  readonly parent = undefined;
  readonly bill: BillNode;
  readonly #children: readonly TreeNode[];
  queue: QueueSummary;

  constructor(queue: QueueSummary, sources: TreeSources) {
    this.queue = queue;
    this.bill = new BillNode(this, sources);
    this.#children = [new AttributesNode(this, sources), this.bill, new MessagesNode(this, sources)];
  }

  toItem(): TreeItem {
    const { queue } = this;
    const item = new TreeItem(queue.name, TreeItemCollapsibleState.Collapsed);
    item.id = queue.arn;
    item.description = describeCounts(l10n.t, queue.counts, queue.heldCount);
    item.iconPath = new ThemeIcon(chooseIcon(queue));
    item.contextValue = encodeQueueContext(queue);
    item.tooltip = describeQueue(queue);
    item.accessibilityInformation = { label: speakQueue(l10n.t, queue) };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return this.#children;
  }
}

function chooseIcon(queue: QueueSummary): string {
  if (queue.deadLetterSources.length > 0) return 'archive';
  return queue.kind === 'fifo' ? 'list-ordered' : 'inbox';
}

function describeQueue(queue: QueueSummary): MarkdownString {
  const tooltip = new MarkdownString('', true);
  tooltip.appendText(speakQueue(l10n.t, queue));
  tooltip.appendMarkdown('\n\n');
  tooltip.appendCodeblock(queue.url, 'text');
  if (queue.deadLetterTarget !== undefined) {
    tooltip.appendText(l10n.t('Dead letters go to {0}.', nameOfArn(queue.deadLetterTarget)));
  }
  if (queue.deadLetterSources.length > 0) {
    tooltip.appendText(
      l10n.t('Takes the dead letters of {0}.', queue.deadLetterSources.map(nameOfArn).join(', ')),
    );
  }
  return tooltip;
}
