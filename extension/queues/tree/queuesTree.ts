import { type Disposable, type Event, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import { disposeAll } from '../../ground/disposeAll.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import type { QueuesDifference, QueueStore } from '../queueStore.ts';
import { matchesFilter } from '../queueText.ts';
import { QueueNode } from './queueNode.ts';
import type { TreeSources } from './treeSources.ts';

/** A busy queue changes ten times a second; redrawing its open branch that often would only burn time. */
const REDRAW_INTERVAL_MS = 250;

/** More rows than this are not in sight. */
const MAXIMUM_TICKING_ROWS = 100;

/** The rows of the Queues view. */
export class QueuesTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly onDidChangeTreeData: Event<TreeNode | TreeNode[] | undefined>;
  readonly #emitter = new EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #store: QueueStore;
  readonly #sources: TreeSources;
  readonly #nodes = new Map<string, QueueNode>();
  readonly #pending = new Set<QueueNode>();
  #redrawTimer: NodeJS.Timeout | undefined;
  #filter = '';
  readonly #parts: readonly Disposable[];

  constructor(store: QueueStore, sources: TreeSources) {
    this.#store = store;
    this.#sources = sources;
    this.onDidChangeTreeData = this.#emitter.event;
    this.#parts = [
      this.#emitter,
      store.onDidChange((difference) => this.#apply(difference)),
      sources.bills.onDidChange(() => {
        for (const { bill } of this.#nodes.values()) if (bill.isShown) this.refresh(bill);
      }),
    ];
  }

  /** Part of a queue's name, any case; empty shows all. */
  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text;
    this.refresh();
  }

  /** Redraws one branch, or everything. */
  refresh(node?: TreeNode): void {
    this.#emitter.fire(node);
  }

  /** Redraws the rows that show a time that runs, without reading anything. */
  tick(): void {
    const rows = [...this.#nodes.values()].flatMap(({ messages }) => messages.tickingRows);
    if (rows.length > 0) this.#emitter.fire(rows.slice(0, MAXIMUM_TICKING_ROWS));
  }

  getTreeItem(node: TreeNode): TreeItem {
    return node.toItem();
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return node ? [...(await node.getChildren())] : this.#listQueues();
  }

  dispose(): void {
    clearTimeout(this.#redrawTimer);
    disposeAll(this.#parts);
  }

  #listQueues(): QueueNode[] {
    const nodes: QueueNode[] = [];
    for (const queue of this.#store.queues) {
      const node = this.#nodes.get(queue.arn) ?? new QueueNode(queue, this.#sources);
      node.queue = queue;
      this.#nodes.set(queue.arn, node);
      if (matchesFilter(queue.name, this.#filter)) nodes.push(node);
    }
    return nodes;
  }

  #apply({ membership, changed }: QueuesDifference): void {
    if (membership) {
      for (const arn of this.#nodes.keys()) if (!this.#store.findByArn(arn)) this.#nodes.delete(arn);
      this.#pending.clear();
      this.refresh();
      return;
    }
    for (const arn of changed) {
      const node = this.#nodes.get(arn);
      const queue = this.#store.findByArn(arn);
      if (!node || !queue) continue;
      node.queue = queue;
      this.#pending.add(node);
    }
    this.#redrawTimer ??= setTimeout(() => this.#redraw(), REDRAW_INTERVAL_MS);
  }

  #redraw(): void {
    this.#redrawTimer = undefined;
    for (const node of this.#pending) this.refresh(node);
    this.#pending.clear();
  }
}
