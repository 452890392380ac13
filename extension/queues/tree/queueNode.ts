import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { BillNode } from '../../billing/billNode.ts';
import { nameOfArn } from '../../ground/text.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { countMessages, describeCounts, encodeQueueContext, speakQueue } from '../queueText.ts';
import { AttributesNode } from './attributesNode.ts';
import { MessagesNode } from './messagesNode.ts';
import type { QueueRow } from './queueRow.ts';
import type { TreeSources } from './treeSources.ts';

export class QueueNode implements QueueRow {
  readonly parent = undefined;
  readonly bill: BillNode;
  readonly messages: MessagesNode;
  readonly #sources: TreeSources;
  readonly #children: readonly TreeNode[];
  queue: QueueSummary;

  constructor(queue: QueueSummary, sources: TreeSources) {
    this.queue = queue;
    this.bill = new BillNode(this, sources.bills);
    this.messages = new MessagesNode(this, sources);
    this.#sources = sources;
    this.#children = [this.messages, new AttributesNode(this, sources), this.bill];
  }

  toItem(): TreeItem {
    const { queue } = this;
    const item = new TreeItem(queue.name, TreeItemCollapsibleState.Collapsed);
    item.id = queue.arn;
    const breaks = this.#sources.breaksOnArrival(queue.arn);
    const marks = [describeCounts(l10n.t, queue.counts, queue.heldCount)];
    if (queue.hasFaults === true) marks.push(l10n.t('faults on'));
    if (breaks) marks.push(l10n.t('breaks on arrival'));
    item.description = marks.filter((mark) => mark !== '').join(' · ');
    item.iconPath = chooseIcon(queue, breaks);
    item.contextValue = encodeQueueContext(queue) + (breaks ? ';breaks' : '');
    item.tooltip = describeQueue(queue, this.#sources.describeFaults(queue.arn));
    const spoken = speakQueue(l10n.t, queue);
    item.accessibilityInformation = { label: breaks ? `${spoken}, ${l10n.t('breaks on arrival')}` : spoken };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return this.#children;
  }
}

/** What wants to be noticed has a colour: a breakpoint, faults that are easily forgotten, and dead letters. */
function chooseIcon(queue: QueueSummary, breaks: boolean): ThemeIcon {
  if (breaks) return new ThemeIcon('debug-breakpoint-data', new ThemeColor('debugIcon.breakpointForeground'));
  const takesDeadLetters = queue.deadLetterSources.length > 0;
  const name = takesDeadLetters ? 'archive' : queue.kind === 'fifo' ? 'list-ordered' : 'inbox';
  if (queue.hasFaults === true) return new ThemeIcon(name, new ThemeColor('list.warningForeground'));
  const hasDeadLetters = takesDeadLetters && countMessages(queue.counts) > 0;
  return hasDeadLetters ? new ThemeIcon(name, new ThemeColor('list.errorForeground')) : new ThemeIcon(name);
}

function describeQueue(queue: QueueSummary, faults: string): MarkdownString {
  const tooltip = new MarkdownString('', true);
  tooltip.appendText(speakQueue(l10n.t, queue));
  tooltip.appendMarkdown('\n\n');
  tooltip.appendCodeblock(queue.url, 'text');
  if (queue.deadLetterTarget !== undefined) {
    tooltip.appendText(l10n.t('Dead-letter queue: {0}', nameOfArn(queue.deadLetterTarget)));
  }
  if (queue.deadLetterSources.length > 0) {
    tooltip.appendText(
      l10n.t('Dead-letter queue for {0}', queue.deadLetterSources.map(nameOfArn).join(', ')),
    );
  }
  if (faults !== '') tooltip.appendMarkdown('\n\n').appendText(l10n.t('Faults: {0}', faults));
  return tooltip;
}
