import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { AlarmInfo } from '../../../broker/protocol/alarms.ts';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { BillNode } from '../../billing/billNode.ts';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import { type Connection, refOf } from '../../connections/connection.ts';
import { formatQueueRef, type QueueRef } from '../../connections/queueRef.ts';
import { appendSentence } from '../../ground/appendSentence.ts';
import { formatMoment } from '../../ground/moments.ts';
import { nameOfArn } from '../../ground/text.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import {
  describeCounts,
  encodeQueueContext,
  describeQueueForScreenReader,
  hasDeadLetters,
  isUncounted,
} from '../queueText.ts';
import { describeAlarmState } from '../alarmText.ts';
import { AlarmNode } from './alarmNode.ts';
import { AttributesNode } from './attributesNode.ts';
import type { ConnectionNode } from './connectionNode.ts';
import { ALARM_URI, DEAD_LETTERS_URI } from './rowDecorations.ts';
import { GroupNode } from './groupNode.ts';
import { MessagesNode } from './messagesNode.ts';
import type { QueueRow } from './queueRow.ts';
import { SampleNode } from './sampleNode.ts';
import type { TreeSources } from './treeSources.ts';

export class QueueNode implements QueueRow {
  readonly #root: ConnectionNode;
  /** Of this row: the group that it is shown in, or the root. */
  parent: ConnectionNode | GroupNode;
  /** Absent where nothing says what calls cost. */
  readonly bill: BillNode | undefined;
  #messages: MessagesNode | undefined;
  #sample: SampleNode | undefined;
  readonly #attributes: AttributesNode | undefined;
  readonly #sources: TreeSources;
  queue: QueueSummary;

  constructor(parent: ConnectionNode, queue: QueueSummary, sources: TreeSources) {
    this.#root = parent;
    this.parent = parent;
    this.#sources = sources;
    this.queue = queue;
    const { attributes, cost } = parent.connection.can;
    this.bill = cost && new BillNode(this, cost);
    this.#attributes = attributes && new AttributesNode(this, attributes);
  }

  get connection(): Connection {
    return this.#root.connection;
  }

  /** Absent where messages cannot be looked at; another endpoint may show later that they can. */
  get messages(): MessagesNode | undefined {
    const { peek } = this.connection.can;
    if (peek === undefined) return undefined;
    this.#messages ??= new MessagesNode(this, peek, this.#sources);
    return this.#messages;
  }

  get #look(): MessagesNode | SampleNode | undefined {
    if (this.messages !== undefined || this.connection.can.sample === undefined) return this.messages;
    this.#sample ??= new SampleNode(this);
    return this.#sample;
  }

  get ref(): QueueRef {
    return refOf(this);
  }

  get id(): string {
    return formatQueueRef(this.ref);
  }

  toItem(): TreeItem {
    const { can } = this.connection;
    // Those of a gateway are not in what the endpoint lists.
    const queue =
      can.faults?.find(this.queue.arn) === undefined ? this.queue : { ...this.queue, hasFaults: true };
    const state =
      this.getChildren().length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(this.#label, state);
    item.id = this.id;
    const breaks = can.arrivals?.has(queue.arn) === true;
    const marks = [describeCounts(queue.counts, queue.heldCount)];
    if (isUncounted(queue)) marks.push(l10n.t('not counted'));
    if (queue.hasFaults === true) marks.push(l10n.t('faults on'));
    if (breaks) marks.push(l10n.t('breaks on arrival'));
    if (this.#isInAlarm) marks.push(describeAlarmState('ALARM'));
    item.description = marks.filter((mark) => mark !== '').join(' · ');
    item.iconPath = chooseIcon(queue, breaks, this.#isInAlarm);
    item.contextValue = [
      encodeQueueContext(queue),
      ...(breaks ? ['breaks'] : []),
      ...(this.#sources.arrangement.isPinned(this.id) ? ['pinned'] : []),
      ...listCapabilityWords(can),
    ].join(';');
    if (this.#isInAlarm) item.resourceUri = ALARM_URI;
    else if (hasDeadLetters(queue)) item.resourceUri = DEAD_LETTERS_URI;
    const spoken = describeQueueForScreenReader(queue);
    const label = [
      spoken,
      ...(breaks ? [l10n.t('breaks on arrival')] : []),
      ...(this.#isInAlarm ? [describeAlarmState('ALARM')] : []),
    ].join(', ');
    item.accessibilityInformation = { label };
    return item;
  }

  /** What shows when the pointer rests on the row: made only then, for a view with thousands of rows. */
  describe(): MarkdownString {
    return describeQueue(this.queue, this.connection.can.faults?.describe(this.queue.arn) ?? '');
  }

  /** What one looks at most often comes first. */
  getChildren(): readonly TreeNode[] {
    const bill = this.#sources.showsCost() ? this.bill : undefined;
    const others = [this.#look, this.#attributes, bill].filter((child) => child !== undefined);
    return [...others, ...this.#alarms.map((alarm) => new AlarmNode(this, alarm))];
  }

  get #alarms(): readonly AlarmInfo[] {
    return this.connection.can.alarms?.findByQueue(this.queue.arn) ?? [];
  }

  get #isInAlarm(): boolean {
    return this.#alarms.some(({ state }) => state === 'ALARM');
  }

  /** In a group by prefix, what follows it: the rows have little room. */
  get #label(): string {
    const { parent, queue } = this;
    return parent instanceof GroupNode && parent.kind === 'prefix'
      ? queue.name.slice(parent.key.length)
      : queue.name;
  }
}

/** What wants to be noticed has a colour: a breakpoint, an alarm, faults that are easily forgotten, and dead letters. */
function chooseIcon(queue: QueueSummary, breaks: boolean, isInAlarm: boolean): ThemeIcon {
  if (breaks) return new ThemeIcon('debug-breakpoint-data', new ThemeColor('debugIcon.breakpointForeground'));
  const takesDeadLetters = queue.deadLetterSources.length > 0;
  const name = takesDeadLetters ? 'archive' : queue.kind === 'fifo' ? 'list-ordered' : 'inbox';
  if (isInAlarm) return new ThemeIcon(name, new ThemeColor('problemsErrorIcon.foreground'));
  if (queue.hasFaults === true) return new ThemeIcon(name, new ThemeColor('problemsWarningIcon.foreground'));
  return hasDeadLetters(queue)
    ? new ThemeIcon(name, new ThemeColor('problemsWarningIcon.foreground'))
    : new ThemeIcon(name);
}

function describeQueue(queue: QueueSummary, faults: string): MarkdownString {
  const tooltip = new MarkdownString('', true);
  appendSentence(tooltip, describeQueueForScreenReader(queue));
  tooltip.appendMarkdown('\n\n');
  tooltip.appendCodeblock(queue.url, 'text');
  if (queue.deadLetterTarget !== undefined) {
    appendSentence(tooltip, l10n.t('Dead-letter queue: {0}', nameOfArn(queue.deadLetterTarget)));
  }
  if (queue.deadLetterSources.length > 0) {
    appendSentence(
      tooltip,
      l10n.t('Dead-letter queue for {0}', queue.deadLetterSources.map(nameOfArn).join(', ')),
    );
  }
  if (queue.oldestSentAt !== undefined) {
    appendSentence(
      tooltip.appendMarkdown('\n\n'),
      l10n.t('Oldest message sent: {0}', formatMoment(queue.oldestSentAt)),
    );
  }
  if (faults !== '') appendSentence(tooltip.appendMarkdown('\n\n'), l10n.t('Faults: {0}', faults));
  return tooltip;
}
