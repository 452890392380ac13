import type { Disposable, TreeView } from 'vscode';
import type { EventSource } from '../broker/supervisedClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import type { ConsumerSource } from '../processes/consumerSource.ts';
import { GroupNode } from './groupNode.ts';

/** What ages on screen is drawn again this often. */
const TICK_MS = 1_000;

export interface ConsumersTreePorts {
  readonly sources: readonly ConsumerSource[];
  readonly view: Pick<TreeView<ConsumerNode>, 'visible' | 'onDidChangeVisibility' | 'description'>;
  /** Redraws rows; undefined: all. */
  readonly redraw: EventSource<ConsumerNode | ConsumerNode[] | undefined>;
}

/** The rows of the Consumers view: those of its sources, in groups if there is more than one. */
export class ConsumersTree implements Disposable {
  readonly #ports: ConsumersTreePorts;
  readonly #parts: readonly Disposable[];
  #aging: ConsumerNode[] = [];
  #ticker: NodeJS.Timeout | undefined;

  constructor(ports: ConsumersTreePorts) {
    this.#ports = ports;
    this.#parts = [
      ...ports.sources.map(({ onDidChange }) =>
        onDidChange(() => {
          this.#follow();
          ports.redraw.fire(undefined);
        }),
      ),
      ports.view.onDidChangeVisibility(() => this.#follow()),
    ];
    this.#follow();
  }

  getChildren(node?: ConsumerNode): ConsumerNode[] {
    if (node === undefined) this.#aging = [];
    const children = [...(node?.getChildren() ?? this.#listRoots())];
    this.#aging.push(...children.filter(({ isAging }) => isAging === true));
    return children;
  }

  dispose(): void {
    clearInterval(this.#ticker);
    disposeAll(this.#parts);
  }

  #listRoots(): readonly ConsumerNode[] {
    const used = this.#ports.sources.filter((source) => source.listRows().length > 0);
    return used.length > 1
      ? used.map((source) => new GroupNode(source))
      : used.flatMap((source) => source.listRows());
  }

  /** Its header, and the ages of what is on screen. */
  #follow(): void {
    const { sources, view, redraw } = this.#ports;
    const alive = sources.reduce((sum, { aliveCount }) => sum + aliveCount, 0);
    // Its header shows what a collapsed view has.
    view.description = alive === 0 ? '' : String(alive);
    clearInterval(this.#ticker);
    if (view.visible && alive > 0) this.#ticker = setInterval(() => redraw.fire(this.#aging), TICK_MS);
  }
}
