import { type Disposable, type Event, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Connection, QueuesDifference } from '../../connections/connection.ts';
import type { Connections } from '../../connections/connections.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { systemSchedule } from '../../ground/schedule.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { ConnectionNode } from './connectionNode.ts';
import { GroupNode } from './groupNode.ts';
import { QueueNode } from './queueNode.ts';
import { RedrawPace } from './redrawPace.ts';
import type { TreeSources } from './treeSources.ts';

/** More rows than this are not in sight. */
const MAXIMUM_TICKING_ROWS = 100;

/** A connection that the tree shows, and what follows it. */
interface Branch {
  readonly node: ConnectionNode;
  readonly parts: readonly Disposable[];
}

/** The rows of the Queues view: those of the only connection, or a branch for each. */
export class QueuesTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly onDidChangeTreeData: Event<TreeNode | TreeNode[] | undefined>;
  readonly #emitter = new EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #connections: Connections;
  readonly #sources: TreeSources;
  /** In the order of the connections. */
  readonly #branches = new Map<Connection, Branch>();
  /** Rows to draw with the next turn of the pace. */
  readonly #pending = new Set<TreeNode>();
  readonly #pace = new RedrawPace(systemSchedule, () => this.#draw());
  /** Queues came or went since it was drawn. */
  #isStale = false;
  #filter = '';
  readonly #parts: readonly Disposable[];

  constructor(connections: Connections, sources: TreeSources) {
    this.#connections = connections;
    this.#sources = sources;
    this.onDidChangeTreeData = this.#emitter.event;
    this.#followConnections();
    this.#parts = [
      this.#pace,
      this.#emitter,
      sources.arrangement.onDidChange(() => this.refresh()),
      connections.onDidChange(() => {
        this.#followConnections();
        this.#pending.clear();
        this.refresh();
      }),
    ];
  }

  /** Part of a queue's name, any case; empty shows all. */
  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text;
    for (const { connection } of this.#roots) connection.remote?.search(text);
    this.refresh();
  }

  /** Queues that match the filter and are hidden because they are empty. */
  countHidden(): number {
    return this.#roots.reduce((sum, root) => sum + root.countHidden(this.#filter), 0);
  }

  /** The row of a queue, if it is shown. */
  findRow({ connectionId, arn }: QueueRef): QueueNode | undefined {
    const root = this.#roots.find(({ connection }) => connection.id === connectionId);
    return root?.find(arn);
  }

  /** Makes the rows of all queues. */
  async listAll(): Promise<void> {
    for (const root of this.#roots) if (root.isListable) await this.getChildren(root);
  }

  /** Redraws one branch, or everything. */
  refresh(node?: TreeNode): void {
    this.#emitter.fire(node);
  }

  /** Redraws the rows that show a time that runs, without reading anything. */
  tick(): void {
    const rows = this.#roots.flatMap((root) =>
      [...root.drawn].flatMap(({ messages }) => messages?.tickingRows ?? []),
    );
    this.#drawSoon(rows.slice(0, MAXIMUM_TICKING_ROWS));
  }

  getTreeItem(node: TreeNode): TreeItem {
    return node.toItem();
  }

  /** VS Code asks for it when the pointer rests on a row. */
  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
    if (node instanceof QueueNode) item.tooltip = node.describe();
    return item;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const { parent } = node;
    return parent instanceof ConnectionNode && !this.#hasRoots ? undefined : parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const listRows = (root: ConnectionNode): TreeNode[] => [
      ...root.listRows(this.#filter),
      ...root.listLooseAlarms(this.#filter),
      ...root.listNotes(),
    ];
    if (node instanceof ConnectionNode) {
      await node.open();
      return listRows(node);
    }
    if (node) return [...(await node.getChildren())];
    return this.#hasRoots ? this.#roots : this.#roots.flatMap(listRows);
  }

  dispose(): void {
    disposeAll(this.#parts);
    for (const { parts } of this.#branches.values()) disposeAll(parts);
  }

  get #roots(): ConnectionNode[] {
    return [...this.#branches.values()].map(({ node }) => node);
  }

  get #hasRoots(): boolean {
    return this.#branches.size > 1;
  }

  #followConnections(): void {
    const { all } = this.#connections;
    for (const [connection, { parts }] of this.#branches) {
      if (all.includes(connection)) continue;
      disposeAll(parts);
      this.#branches.delete(connection);
    }
    for (const connection of all) {
      if (!this.#branches.has(connection)) this.#branches.set(connection, this.#follow(connection));
    }
  }

  #follow(connection: Connection): Branch {
    const node = new ConnectionNode(connection, this.#sources);
    const parts = [
      connection.queues.onDidChange((difference) => this.#apply(node, difference)),
      connection.onDidChangeState(() => {
        if (this.#hasRoots) this.refresh(node);
      }),
    ];
    const { cost } = connection.can;
    if (cost) {
      const redrawBills = () =>
        this.#drawSoon([...node.drawn].flatMap(({ bill }) => (bill?.isShown === true ? [bill] : [])));
      parts.push(cost.onDidChange(redrawBills));
    }
    return { node, parts };
  }

  #apply(root: ConnectionNode, { membership, changed }: QueuesDifference): void {
    if (membership) {
      root.dropGone();
      this.#isStale = true;
    }
    for (const node of root.update(changed)) {
      this.#pending.add(node);
      // It shows the sum of its queues.
      if (node.parent instanceof GroupNode) this.#pending.add(node.parent);
    }
    this.#pace.request();
  }

  #drawSoon(nodes: readonly TreeNode[]): void {
    if (nodes.length === 0) return;
    for (const node of nodes) this.#pending.add(node);
    this.#pace.request();
  }

  #draw(): void {
    const hasMoved = this.#isStale || this.#roots.some((root) => root.hasMoved(this.#filter));
    if (hasMoved) this.refresh();
    else this.#emitter.fire([...this.#pending]);
    this.#isStale = false;
    this.#pending.clear();
  }
}
