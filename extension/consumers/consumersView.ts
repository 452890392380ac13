import { type Disposable, EventEmitter, type TreeView, window } from 'vscode';
import { VIEWS } from '../ground/ids.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import type { Consumers } from './consumers.ts';

/** Registers the Consumers view. What it shows is loaded when it is first opened. */
export function registerConsumersView(loadConsumers: () => Consumers): Disposable {
  const redraw = new EventEmitter<ConsumerNode | ConsumerNode[] | undefined>();
  const view: TreeView<ConsumerNode> = window.createTreeView(VIEWS.consumers, {
    treeDataProvider: {
      onDidChangeTreeData: redraw.event,
      getTreeItem: (node) => node.toItem(),
      getChildren: (node) => loadConsumers().listRows(view, redraw, node),
    },
  });
  return view;
}
