import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import type { Connection } from '../../connections/connection.ts';
import { nameColor } from '../../connections/nameColor.ts';
import { forCount } from '../../ground/forCount.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { formatQueueRef } from '../../connections/queueRef.ts';
import { type ArrangedQueues, arrangeQueues, isGroup } from './arrangement.ts';
import { AlarmNode } from './alarmNode.ts';
import { GroupNode } from './groupNode.ts';
import { MoreQueuesNode, ProblemNode } from './connectionNotes.ts';
import { QueueNode } from './queueNode.ts';
import { nameProtection } from './rowDecorations.ts';
import type { TreeSources } from './treeSources.ts';

/** A connection with its queues: a row of its own only if the window has more than one. */
export class ConnectionNode implements TreeNode {
  readonly parent = undefined;
  readonly connection: Connection;
  readonly #sources: TreeSources;
  /** By ARN. */
  readonly #nodes = new Map<string, QueueNode>();
  #groups: ReadonlyMap<string, GroupNode> = new Map();
  /** By ARN; as last listed. */
  readonly #shown = new Map<string, QueueNode>();
  /** The ids of the rows as they were last listed, to know whether their order has changed. */
  #listed: string | undefined;

  constructor(connection: Connection, sources: TreeSources) {
    this.connection = connection;
    this.#sources = sources;
  }

  toItem(): TreeItem {
    const { name, isOpen, queues, can, remote } = this.connection;
    const isShut = remote !== undefined && !isOpen;
    const item = new TreeItem(
      name,
      isShut ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded,
    );
    const count = queues.queues.length;
    item.id = this.id;
    item.description = isOpen
      ? forCount(count, l10n.t('1 queue'), l10n.t('{0} queues', count))
      : l10n.t('not connected');
    if (remote !== undefined) item.description = remote.description;
    item.iconPath = remote
      ? new ThemeIcon('cloud', new ThemeColor(nameColor(remote)))
      : new ThemeIcon('server');
    if (remote) item.resourceUri = nameProtection(remote.level);
    if (remote) item.tooltip = [name, remote.description, ...remote.details].join('\n');
    const isConnected = remote?.state === 'open' || remote?.state === 'opening';
    item.contextValue = [
      'connection',
      ...(remote ? ['remote'] : []),
      ...(isConnected ? ['connected'] : []),
      ...(remote?.problem === undefined ? [] : ['failing']),
      ...listCapabilityWords(can),
    ].join(';');
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    return item;
  }

  /** Connects, if the row of another endpoint was expanded for the first time: after a failure, the user says when to try again. */
  async open(): Promise<void> {
    const { remote } = this.connection;
    if (remote?.waitsForUser === true) return;
    if (remote?.state === 'closed' || remote?.state === 'opening') await remote.open();
  }

  /** Whether its queues can be listed without connecting. */
  get isListable(): boolean {
    const { remote, isOpen } = this.connection;
    return remote === undefined || isOpen;
  }

  /** Below the queues of another endpoint: why there are none, or that there are more. */
  listNotes(): TreeNode[] {
    const { remote } = this.connection;
    if (remote === undefined) return [];
    return [
      ...(remote.problem === undefined ? [] : [new ProblemNode(this, remote.problem, remote.isDenied)]),
      ...(remote.hasMore ? [new MoreQueuesNode(this)] : []),
    ];
  }

  getChildren(): readonly TreeNode[] {
    return [...this.listRows(''), ...this.listLooseAlarms('')];
  }

  get id(): string {
    return `connection/${this.connection.id}`;
  }

  /** @param filter part of a name; empty: all */
  listRows(filter: string): (QueueNode | GroupNode)[] {
    const { rows } = this.#arrange(filter);
    this.#listed = describeOrder(rows);
    const groups = new Map<string, GroupNode>();
    this.#shown.clear();
    const nodes = rows.map((row) => {
      if (!isGroup(row)) return this.#nodeOf(row, this);
      const group = this.#groups.get(`${row.kind}/${row.key}`) ?? new GroupNode(this, row);
      group.isFiltered = filter !== '';
      group.rows = row.queues.map((queue) => this.#nodeOf(queue, group));
      groups.set(group.id, group);
      return group;
    });
    this.#groups = groups;
    this.connection.remote?.watch([...this.#shown.keys()]);
    return nodes;
  }

  /** Alarms that are under no queue: theirs was deleted, or they are on something else. @param filter part of a name */
  listLooseAlarms(filter: string): AlarmNode[] {
    const { can, queues } = this.connection;
    const isLoose = (arn: string | undefined): boolean => arn === undefined || !queues.findByArn(arn);
    return (can.alarms?.alarms ?? [])
      .filter(({ queueArn, name }) => isLoose(queueArn) && name.includes(filter))
      .map((alarm) => new AlarmNode(this, alarm));
  }

  /** Whether the rows are in another order, or others, than when they were listed. */
  hasMoved(filter: string): boolean {
    const { sorting, grouping, hidesEmpty } = this.#sources.arrangement.current;
    // Names do not change, and queues that come or go are reported; dead-letter queues are attached and detached.
    const isSteady = sorting === 'name' && grouping !== 'deadLetters' && !hidesEmpty;
    if (this.#listed === undefined || isSteady) return false;
    return this.#listed !== describeOrder(this.#arrange(filter).rows);
  }

  /** Queues that match the filter and are hidden because they are empty. */
  countHidden(filter: string): number {
    return this.#sources.arrangement.current.hidesEmpty ? this.#arrange(filter).hiddenCount : 0;
  }

  #arrange(filter: string): ArrangedQueues {
    const { arrangement } = this.#sources;
    const isPinned = (arn: string) =>
      arrangement.isPinned(formatQueueRef({ connectionId: this.connection.id, arn }));
    const isRevealed = (arn: string) =>
      arrangement.isRevealed(formatQueueRef({ connectionId: this.connection.id, arn }));
    const rules = { ...arrangement.current, isPinned, isRevealed };
    return arrangeQueues(this.connection.queues.queues, rules, filter);
  }

  #nodeOf(queue: QueueSummary, parent: ConnectionNode | GroupNode): QueueNode {
    const node = this.#nodes.get(queue.arn) ?? new QueueNode(this, queue, this.#sources);
    node.queue = queue;
    node.parent = parent;
    this.#shown.set(queue.arn, node);
    this.#nodes.set(queue.arn, node);
    return node;
  }

  /** Those that were drawn. */
  get drawn(): Iterable<QueueNode> {
    return this.#nodes.values();
  }

  /** The row of a queue, if it is shown. */
  find(arn: string): QueueNode | undefined {
    return this.#shown.get(arn);
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

function describeOrder(rows: ArrangedQueues['rows']): string {
  return rows
    .flatMap((row) =>
      isGroup(row) ? [`${row.kind}/${row.key}`, ...row.queues.map(({ arn }) => arn), ''] : row.arn,
    )
    .join(' ');
}
