import {
  commands,
  type Disposable,
  l10n,
  type TreeDragAndDropController,
  type TreeView,
  window,
} from 'vscode';
import type { BrokerClient } from '../../broker/brokerClient.ts';
import type { Connections } from '../../connections/connections.ts';
import { formatQueueRef, type QueueRef } from '../../connections/queueRef.ts';
import { CONTEXTS, VIEWS } from '../../ground/ids.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { DeadLetterBadge } from '../deadLetterBadge.ts';
import { describeFilter, describeHidden, matchesFilter } from '../queueText.ts';
import { ConnectionNode } from './connectionNode.ts';
import { decorateRows } from './rowDecorations.ts';
import { QueuesTree } from './queuesTree.ts';
import { kindOfSelection } from './selectedKind.ts';
import type { TreeSources } from './treeSources.ts';
import { writeMessages } from '../../ground/counts.ts';

export interface QueuesViewOptions {
  readonly session: BrokerClient;
  readonly connections: Connections;
  readonly sources: TreeSources;
  readonly dragAndDrop: TreeDragAndDropController<TreeNode>;
  /** The view became visible: the moment to start the broker if the user wants that. */
  readonly onShown: () => void;
}

const TICK_MS = 1_000;

/** The Queues view: the tree with its badge, its message and the context keys of its welcome texts. */
export class QueuesView implements Disposable {
  readonly tree: QueuesTree;
  readonly #view: TreeView<TreeNode>;
  readonly #options: QueuesViewOptions;
  /** By connection. */
  readonly #badges = new Map<string, DeadLetterBadge>();
  readonly #disposables: Disposable[];
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: QueuesViewOptions) {
    this.#options = options;
    this.tree = new QueuesTree(options.connections, options.sources);
    this.#view = window.createTreeView(VIEWS.queues, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      dragAndDropController: options.dragAndDrop,
      showCollapseAll: true,
    });
    this.#disposables = [
      this.tree,
      this.#view,
      this.#view.onDidChangeVisibility(() => this.#onVisibility()),
      this.#view.onDidChangeSelection(({ selection }) => this.#showSelection(selection)),
      options.session.onDidChangeState(() => this.#showState()),
      options.connections.onDidChangeQueues(() => this.#showQueues()),
      options.connections.onDidChange(() => this.#tellRemote()),
      window.onDidChangeWindowState(() => this.#tellRemote()),
      options.sources.arrangement.onDidChange(() => this.#showArrangement()),
      decorateRows(),
    ];
    this.#showArrangement();
    this.#showState();
    this.#showQueues();
    if (this.#view.visible) this.#onVisibility();
  }

  #showSelection(rows: readonly TreeNode[]): void {
    void commands.executeCommand('setContext', CONTEXTS.selectedKind, kindOfSelection(rows));
    this.#claim(rows);
  }

  #claim([row]: readonly TreeNode[]): void {
    let node = row;
    while (node && !(node instanceof ConnectionNode)) node = node.parent;
    this.#options.connections.active.claim(this, this.#view.visible ? node?.connection.id : undefined);
  }

  get selection(): readonly TreeNode[] {
    return this.#view.selection;
  }

  /** Shows only queues whose name holds this text; empty shows all. */
  setFilter(text: string): void {
    this.tree.filter = text;
    void commands.executeCommand('setContext', CONTEXTS.filterActive, text !== '');
    this.#showState();
  }

  /** Selects the row of a queue. The filter goes if it hides this one; of hidden empty queues, only this one is shown. */
  async revealQueue(ref: QueueRef): Promise<void> {
    const name = this.#options.connections.findQueue(ref)?.queue.name;
    if (name === undefined) return;
    if (!matchesFilter(name, this.tree.filter)) this.setFilter('');
    let row = await this.#makeRow(ref);
    if (row === undefined) {
      this.#options.sources.arrangement.reveal(formatQueueRef(ref));
      row = await this.#makeRow(ref);
    }
    if (row) await this.#view.reveal(row, { select: true, focus: true });
  }

  /** Rows exist once the tree has been listed. */
  async #makeRow(ref: QueueRef): Promise<TreeNode | undefined> {
    await this.tree.listAll();
    return this.tree.findRow(ref);
  }

  dispose(): void {
    clearInterval(this.#ticker);
    disposeAll(this.#disposables);
  }

  #onVisibility(): void {
    this.#claim(this.#view.selection);
    this.#showQueues();
    this.#tellRemote();
    clearInterval(this.#ticker);
    if (this.#view.visible) this.#ticker = setInterval(() => this.tree.tick(), TICK_MS);
    if (this.#view.visible) this.#options.onShown();
  }

  /** Counts of other endpoints cost: they are read only while a user can see them. */
  #tellRemote(): void {
    const isSeen = this.#view.visible && window.state.focused;
    for (const { remote } of this.#options.connections.all) remote?.setVisible(isSeen);
  }

  #showState(): void {
    const { state } = this.#options.session;
    void commands.executeCommand('setContext', CONTEXTS.brokerState, state.kind);
    this.#showMessage();
    if (state.kind === 'starting') this.#showProgress();
  }

  /** What the tree does not show itself; VS Code hides a description where the container has one view. */
  #showMessage(): void {
    const { session, connections } = this.#options;
    const { state } = session;
    const message =
      state.kind === 'restarting'
        ? l10n.t('Restarting the broker, attempt {0}…', state.attempt)
        : [
            describeFilter(
              this.tree.filter,
              connections.queues.map(({ queue }) => queue),
            ),
            describeHidden(this.tree.countHidden()),
          ]
            .filter((sentence) => sentence !== '')
            .join(' ');
    // Setting it, to the same text too, is a change of the tree for VS Code, which draws only 200 ms after the last one.
    if (message !== (this.#view.message ?? '')) this.#view.message = message;
  }

  #showArrangement(): void {
    const { hidesEmpty } = this.#options.sources.arrangement.current;
    void commands.executeCommand('setContext', CONTEXTS.emptyHidden, hidesEmpty);
    this.#showMessage();
  }

  #showProgress(): void {
    const { session } = this.#options;
    void window.withProgress({ location: { viewId: VIEWS.queues } }, () => {
      return new Promise<void>((resolve) => {
        const listener = session.onDidChangeState((state) => {
          if (state.kind === 'starting') return;
          listener.dispose();
          resolve();
        });
      });
    });
  }

  #showQueues(): void {
    const { connections } = this.#options;
    this.#showMessage();
    void commands.executeCommand('setContext', CONTEXTS.hasQueues, connections.queues.length > 0);
    for (const id of this.#badges.keys()) if (connections.find(id) === undefined) this.#badges.delete(id);
    const added = connections.all.reduce((sum, { id, queues }) => {
      const badge = this.#badges.get(id) ?? new DeadLetterBadge();
      this.#badges.set(id, badge);
      return sum + badge.update(queues.queues, this.#view.visible);
    }, 0);
    this.#view.badge =
      added === 0
        ? undefined
        : { value: added, tooltip: l10n.t('{0} new in dead-letter queues', writeMessages(added)) };
  }
}
