import type { Memento } from 'vscode';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import { FUNCTIONS_RUN } from './functionsRun.ts';

/** Whether the debugger starts the processes. */
export type RunMode = 'run' | 'debug';

/** Which functions this window runs: it offers to run them again after it was reloaded. */
export class RunMemory {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  list(): ReadonlyMap<string, RunMode> {
    const stored: unknown = this.#memento.get(FUNCTIONS_RUN);
    if (!isRecord(stored)) return new Map();
    return new Map(Object.entries(stored).map(([name, mode]) => [name, mode === 'debug' ? 'debug' : 'run']));
  }

  async add(name: string, mode: RunMode): Promise<void> {
    await this.#store(new Map(this.list()).set(name, mode));
  }

  async remove(name: string): Promise<void> {
    const left = new Map(this.list());
    if (left.delete(name)) await this.#store(left);
  }

  async clear(): Promise<void> {
    await this.#store(new Map());
  }

  async #store(runs: ReadonlyMap<string, RunMode>): Promise<void> {
    await this.#memento.update(FUNCTIONS_RUN, runs.size === 0 ? undefined : Object.fromEntries(runs));
  }
}
