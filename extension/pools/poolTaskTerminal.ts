import { type Disposable, EventEmitter, l10n, type Pseudoterminal, workspace } from 'vscode';
import { poolDecided, stopPool } from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { PoolEnd, PoolRunners } from './poolRunners.ts';
import type { PoolStore } from './poolStore.ts';
import type { ProcessOutputs } from '../processes/processOutputs.ts';

/** Exit codes of the task; those of `queueside pool run` are the same. */
const EXIT_CODES: Readonly<Record<PoolEnd, number>> = { stopped: 0, disconnected: 1, failed: 3 };
const CTRL_C = '\u0003';

export interface PoolTaskNeeds {
  readonly session: BrokerClient;
  readonly store: PoolStore;
  readonly runners: PoolRunners;
  readonly outputs: ProcessOutputs;
  /** Resolves when the definitions of the workspace have been applied. */
  readonly prepare: () => Promise<void>;
}

/** The terminal of a task that runs a pool: what its processes print, and what its policy decides. */
export class PoolTaskTerminal implements Pseudoterminal {
  readonly #needs: PoolTaskNeeds;
  readonly #name: string;
  readonly #write = new EventEmitter<string>();
  readonly onDidWrite = this.#write.event;
  readonly #close = new EventEmitter<number>();
  readonly onDidClose = this.#close.event;
  #parts: readonly Disposable[] = [];
  /** The user has ended it, perhaps while it starts. */
  #isStopped = false;

  constructor(needs: PoolTaskNeeds, name: string) {
    this.#needs = needs;
    this.#name = name;
  }

  open(): void {
    void this.#run().then(
      (end) => this.#end(EXIT_CODES[end]),
      (error: unknown) => {
        this.#print(error instanceof Error ? error.message : String(error));
        this.#end(1);
      },
    );
  }

  /** The user has ended the task. */
  close(): void {
    disposeAll(this.#parts);
    this.#stop();
  }

  handleInput(data: string): void {
    if (data === CTRL_C) this.#stop();
  }

  async #run(): Promise<PoolEnd> {
    const { session, store, runners, outputs, prepare } = this.#needs;
    const name = this.#name;
    if (!workspace.isTrusted) throw new Error(l10n.t('This requires a trusted workspace.'));
    for (const step of [() => session.start(), prepare, () => store.refresh()]) {
      await step();
      if (this.#isStopped) return 'stopped';
    }
    const pool = store.find(name);
    if (pool === undefined)
      throw new Error(l10n.t('There is no pool {0}. Declare it in queueside.json.', name));
    if (pool.state === 'running') throw new Error(l10n.t('The pool {0} is already running.', name));
    this.#parts = [
      outputs.onDidPrint(({ processName, line }) => {
        if (processName.startsWith(`${name} #`)) this.#print(`${processName} | ${line}`);
      }),
      session.onNotification(poolDecided, (decided) => {
        if (decided.name === name) this.#print(`${name}: ${decided.decision.cause}`);
      }),
    ];
    // It may end before its start is answered.
    const end = runners.waitForEnd(name);
    if (!(await runners.run(pool, 'run')))
      throw new Error(l10n.t('Another program runs the pool {0}.', name));
    // It was too early for what was asked before.
    if (this.#isStopped) this.#stop();
    return end;
  }

  #stop(): void {
    this.#isStopped = true;
    const { session, runners } = this.#needs;
    // If it cannot be asked, the connection is gone, and so are the processes.
    if (runners.has(this.#name)) void session.request(stopPool, { name: this.#name }).catch(() => undefined);
  }

  #print(text: string): void {
    for (const line of text.split('\n')) this.#write.fire(`${line}\r\n`);
  }

  #end(exitCode: number): void {
    disposeAll(this.#parts);
    this.#close.fire(exitCode);
  }
}
