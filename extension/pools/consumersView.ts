import { type Disposable, EventEmitter, type TreeView, window } from 'vscode';
import { VIEWS } from '../ground/ids.ts';
import type { ConsumerNode } from './consumerNode.ts';
import type { PoolDesk } from './poolDesk.ts';

/** Registers the Consumers view. What it shows is loaded when it is first opened. */
export function registerConsumersView(loadPools: () => PoolDesk): Disposable {
  const redraw = new EventEmitter<ConsumerNode | ConsumerNode[] | undefined>();
  const view: TreeView<ConsumerNode> = window.createTreeView(VIEWS.consumers, {
    treeDataProvider: {
      onDidChangeTreeData: redraw.event,
      getTreeItem: (node) => node.toItem(),
      getChildren: (node) => loadPools().listRows(view, redraw, node),
    },
  });
  return view;
}
