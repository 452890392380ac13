import { commands, type Disposable, l10n, type TreeView, window } from 'vscode';
import type { BrokerSession } from '../../broker/session.ts';
import { CONTEXTS, VIEWS } from '../../ground/ids.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { DeadLetterBadge } from '../deadLetterBadge.ts';
import type { QueueStore } from '../queueStore.ts';
import { describeFilter } from '../queueText.ts';
import { QueuesTree } from './queuesTree.ts';
import type { TreeSources } from './treeSources.ts';

export interface QueuesViewOptions {
  readonly session: BrokerSession;
  readonly queues: QueueStore;
  readonly sources: TreeSources;
  /** The view became visible: the moment to start the broker if the user wants that. */
  readonly onShown: () => void;
}

const TICK_MS = 1_000;

/** The Queues view: the tree with its badge, its message and the context keys of its welcome texts. */
export class QueuesView implements Disposable {
  readonly tree: QueuesTree;
  readonly #view: TreeView<TreeNode>;
  readonly #options: QueuesViewOptions;
  readonly #badge = new DeadLetterBadge();
  readonly #disposables: Disposable[];
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: QueuesViewOptions) {
    this.#options = options;
    this.tree = new QueuesTree(options.queues, options.sources);
    this.#view = window.createTreeView(VIEWS.queues, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#disposables = [
      this.tree,
      this.#view,
      this.#view.onDidChangeVisibility(() => this.#onVisibility()),
      options.session.onDidChangeState(() => this.#showState()),
      options.queues.onDidChange(() => this.#showQueues()),
    ];
    this.#showState();
    this.#showQueues();
    if (this.#view.visible) this.#onVisibility();
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

  dispose(): void {
    clearInterval(this.#ticker);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #onVisibility(): void {
    this.#showQueues();
    clearInterval(this.#ticker);
    if (this.#view.visible) this.#ticker = setInterval(() => this.tree.tick(), TICK_MS);
    if (this.#view.visible) this.#options.onShown();
  }

  #showState(): void {
    const { state } = this.#options.session;
    void commands.executeCommand('setContext', CONTEXTS.brokerState, state.kind);
    this.#showMessage();
    if (state.kind === 'starting') this.#showProgress();
  }

  /** What the tree does not show itself; VS Code hides a description where the container has one view. */
  #showMessage(): void {
    const { session, queues } = this.#options;
    const { state } = session;
    this.#view.message =
      state.kind === 'restarting'
        ? l10n.t('Restarting the broker, attempt {0}…', state.attempt)
        : describeFilter(l10n.t, this.tree.filter, queues.queues);
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
    const { queues } = this.#options.queues;
    this.#showMessage();
    void commands.executeCommand('setContext', CONTEXTS.hasQueues, queues.length > 0);
    const added = this.#badge.update(queues, this.#view.visible);
    this.#view.badge =
      added === 0 ? undefined : { value: added, tooltip: l10n.t('{0} new dead letters', added) };
  }
}
