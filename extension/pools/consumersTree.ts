import type { Disposable, TreeView } from 'vscode';
import type { EventSource } from '../broker/supervisedClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerNode } from './consumerNode.ts';
import { PoolNode } from './poolNode.ts';
import type { PoolStore } from './poolStore.ts';
import { isAlive } from './poolText.ts';
import { ProcessNode } from './processNode.ts';

/** What ages on screen is drawn again this often. */
const TICK_MS = 1_000;

export interface ConsumersTreePorts {
  readonly store: PoolStore;
  /** Epoch ms on the broker's clock. */
  readonly readNow: () => number;
  readonly view: Pick<TreeView<ConsumerNode>, 'visible' | 'onDidChangeVisibility' | 'description'>;
  /** Redraws rows; undefined: all. */
  readonly redraw: EventSource<ConsumerNode | ConsumerNode[] | undefined>;
}

/** The rows of the Consumers view: pools, their processes, and the last lines of those that crashed. */
export class ConsumersTree implements Disposable {
  readonly #ports: ConsumersTreePorts;
  readonly #parts: readonly Disposable[];
  #aging: ConsumerNode[] = [];
  #ticker: NodeJS.Timeout | undefined;

  constructor(ports: ConsumersTreePorts) {
    this.#ports = ports;
    this.#parts = [
      ports.store.onDidChange(() => {
        this.#follow();
        ports.redraw.fire(undefined);
      }),
      ports.view.onDidChangeVisibility(() => this.#follow()),
    ];
    this.#follow();
  }

  getChildren(node?: ConsumerNode): ConsumerNode[] {
    const { store, readNow } = this.#ports;
    if (node === undefined) {
      this.#aging = [];
      return store.pools.map((pool) => new PoolNode(pool, readNow));
    }
    const children = [...node.getChildren()];
    this.#aging.push(...children.filter((child) => child instanceof ProcessNode));
    return children;
  }

  dispose(): void {
    clearInterval(this.#ticker);
    disposeAll(this.#parts);
  }

  /** Its header, and the ages of what is on screen. */
  #follow(): void {
    const { store, view, redraw } = this.#ports;
    const alive = store.pools.reduce((sum, { processes }) => sum + processes.filter(isAlive).length, 0);
    // Its header shows what a collapsed view has.
    view.description = alive === 0 ? '' : String(alive);
    clearInterval(this.#ticker);
    if (view.visible && alive > 0) this.#ticker = setInterval(() => redraw.fire(this.#aging), TICK_MS);
  }
}
