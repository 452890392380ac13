import { l10n, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { PoolProcess } from '../../broker/protocol/pools.ts';
import type { ConsumerNode } from './consumerNode.ts';
import { writeProcesses } from './poolText.ts';
import type { PoolNode } from './poolNode.ts';

/** The processes of a pool that ended recently. It is open while a crash is among them. */
export class EndedNode implements ConsumerNode {
  readonly parent: PoolNode;
  readonly #processes: readonly PoolProcess[];
  readonly #toNode: (process: PoolProcess) => ConsumerNode;

  /** @param processes the newest first */
  constructor(
    parent: PoolNode,
    processes: readonly PoolProcess[],
    toNode: (process: PoolProcess) => ConsumerNode,
  ) {
    this.parent = parent;
    this.#processes = processes;
    this.#toNode = toNode;
  }

  toItem(): TreeItem {
    const hasCrash = this.#processes.some(({ state }) => state === 'crashed');
    const item = new TreeItem(
      l10n.t('Ended'),
      hasCrash ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    const { name } = this.parent.pool.definition;
    // VS Code remembers whether a row was closed by its id: the first crash opens it.
    item.id = `pool/${name}/ended/${hasCrash ? 'crash' : ''}`;
    item.description = writeProcesses(this.#processes.length);
    item.contextValue = 'endedProcesses';
    return item;
  }

  getChildren(): readonly ConsumerNode[] {
    return this.#processes.map(this.#toNode);
  }
}
