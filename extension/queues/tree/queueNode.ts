import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { BillNode } from '../../billing/billNode.ts';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import { type Connection, refOf } from '../../connections/connection.ts';
import { formatQueueRef, type QueueRef } from '../../connections/queueRef.ts';
import { nameOfArn } from '../../ground/text.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import {
  countMessages,
  describeCounts,
  encodeQueueContext,
  describeQueueForScreenReader,
} from '../queueText.ts';
import { AttributesNode } from './attributesNode.ts';
import type { ConnectionNode } from './connectionNode.ts';
import { MessagesNode } from './messagesNode.ts';
import type { QueueRow } from './queueRow.ts';
import type { TreeSources } from './treeSources.ts';

export class QueueNode implements QueueRow {
  readonly parent: ConnectionNode;
  /** Absent where nothing says what calls cost. */
  readonly bill: BillNode | undefined;
  /** Absent where messages cannot be looked at. */
  readonly messages: MessagesNode | undefined;
  readonly #children: readonly TreeNode[];
  queue: QueueSummary;

  constructor(parent: ConnectionNode, queue: QueueSummary, sources: TreeSources) {
    this.parent = parent;
    this.queue = queue;
    const { peek, attributes, cost } = parent.connection.can;
    this.messages = peek && new MessagesNode(this, peek, sources);
    this.bill = cost && new BillNode(this, cost);
    const children = [this.messages, attributes && new AttributesNode(this, attributes), this.bill];
    this.#children = children.filter((child) => child !== undefined);
  }

  get connection(): Connection {
    return this.parent.connection;
  }

  get ref(): QueueRef {
    return refOf(this);
  }

  get id(): string {
    return formatQueueRef(this.ref);
  }

  toItem(): TreeItem {
    const { queue } = this;
    const { can } = this.connection;
    const state =
      this.#children.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(queue.name, state);
    item.id = this.id;
    const breaks = can.arrivals?.has(queue.arn) === true;
    const marks = [describeCounts(queue.counts, queue.heldCount)];
    if (queue.hasFaults === true) marks.push(l10n.t('faults on'));
    if (breaks) marks.push(l10n.t('breaks on arrival'));
    item.description = marks.filter((mark) => mark !== '').join(' · ');
    item.iconPath = chooseIcon(queue, breaks);
    item.contextValue = [
      encodeQueueContext(queue),
      ...(breaks ? ['breaks'] : []),
      ...listCapabilityWords(can),
    ].join(';');
    item.tooltip = describeQueue(queue, can.faults?.describe(queue.arn) ?? '');
    const spoken = describeQueueForScreenReader(queue);
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
  if (queue.hasFaults === true) return new ThemeIcon(name, new ThemeColor('problemsWarningIcon.foreground'));
  const hasDeadLetters = takesDeadLetters && countMessages(queue.counts) > 0;
  return hasDeadLetters
    ? new ThemeIcon(name, new ThemeColor('problemsErrorIcon.foreground'))
    : new ThemeIcon(name);
}

function describeQueue(queue: QueueSummary, faults: string): MarkdownString {
  const tooltip = new MarkdownString('', true);
  tooltip.appendText(describeQueueForScreenReader(queue));
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
