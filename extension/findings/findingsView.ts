import {
  commands,
  type Disposable,
  type Event,
  EventEmitter,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
} from 'vscode';
import { CONTEXTS, VIEWS } from '../ground/ids.ts';
import { FindingNode } from './findingNode.ts';
import type { FindingStore } from './findingStore.ts';

/** The Findings view: the mistakes that programs seem to make. It is visible while there are findings. */
export class FindingsView implements TreeDataProvider<FindingNode>, Disposable {
  readonly onDidChangeTreeData: Event<void>;
  readonly #emitter = new EventEmitter<void>();
  readonly #findings: FindingStore;
  readonly #view: TreeView<FindingNode>;
  readonly #listener: Disposable;

  constructor(findings: FindingStore) {
    this.#findings = findings;
    this.onDidChangeTreeData = this.#emitter.event;
    this.#view = window.createTreeView(VIEWS.findings, { treeDataProvider: this });
    this.#listener = findings.onDidChange(() => this.#show());
  }

  getTreeItem(node: FindingNode): TreeItem {
    return node.toItem();
  }

  getChildren(node?: FindingNode): FindingNode[] {
    return node ? [] : this.#findings.findings.map((finding) => new FindingNode(finding));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#view.dispose();
    this.#emitter.dispose();
  }

  #show(): void {
    const count = this.#findings.findings.length;
    void commands.executeCommand('setContext', CONTEXTS.hasFindings, count > 0);
    this.#view.description = String(count);
    this.#emitter.fire();
  }
}
