import * as l10n from '@vscode/l10n';
import type { Disposable, TreeView } from 'vscode';
import type { Programs } from '../../broker/programs/programs.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { FunctionDesk, type FunctionDeskPorts } from '../functions/functionDesk.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { loadPrograms } from '../ground/loadPrograms.ts';
import { setLanguage } from '../ground/language.ts';
import { PoolDesk } from '../pools/poolDesk.ts';
import type { ConsumerNode } from '../processes/consumerNode.ts';
import { ConsumersTree } from './consumersTree.ts';

export type ConsumersPorts = Omit<FunctionDeskPorts, 'loadPrograms'>;

// Begins a bundle of its own: see registerConsumers.ts.

/**
 * @param language of numbers: the bundle has its own copy of what remembers it, and of the texts
 * @param texts in that language, by their English; undefined: English
 */
export function createConsumers(
  language: string,
  texts: Record<string, string> | undefined,
  ports: ConsumersPorts,
): Consumers {
  setLanguage(language);
  if (texts !== undefined) l10n.config({ contents: texts });
  return new Consumers(ports);
}

/** All that this window does with the programs that consume queues: pools, and functions. */
export class Consumers implements Disposable {
  readonly pools: PoolDesk;
  readonly functions: FunctionDesk;
  #tree: ConsumersTree | undefined;

  constructor(ports: ConsumersPorts) {
    let programs: Programs | undefined;
    const deskPorts = { ...ports, loadPrograms: () => (programs ??= loadPrograms(ports.context)) };
    this.pools = new PoolDesk(deskPorts);
    this.functions = new FunctionDesk(deskPorts);
  }

  /** The rows of the view, which are drawn again from now on as they change. */
  listRows(
    view: TreeView<ConsumerNode>,
    redraw: EventSource<ConsumerNode | ConsumerNode[] | undefined>,
    node: ConsumerNode | undefined,
  ): ConsumerNode[] {
    this.#tree ??= new ConsumersTree({ sources: [this.pools, this.functions], view, redraw });
    return this.#tree.getChildren(node);
  }

  dispose(): void {
    this.#tree?.dispose();
    disposeAll([this.pools, this.functions]);
  }
}
