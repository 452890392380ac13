import { type Disposable, l10n, window } from 'vscode';
import type { PoolRunner } from '../../broker/poolRunner/poolRunner.ts';
import { POOL_DEFAULTS } from '../../broker/protocol/poolDefinition.ts';
import { leavePool, poolOrdered, runPool, startPool, type PoolInfo } from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { PoolStore } from './poolStore.ts';

/** Whether the debugger attaches to the processes. */
export type RunMode = 'run' | 'debug';

/** How a pool ended that this window ran. */
export type PoolEnd = 'stopped' | 'failed' | 'disconnected';

/** A pool that this window runs. */
interface Run {
  /** undefined: not created yet. */
  runner: PoolRunner | undefined;
  /** Resolves when the broker runs it, or rejects. */
  begun: Promise<void>;
  /** The broker was asked to start it, and has not answered: what it said before does not count. */
  isStarting: boolean;
  readonly name: string;
  mode: RunMode;
  graceMs: number;
  /** It has failed, and the user was told. */
  hasFailed: boolean;
}

export interface PoolRunnersPorts {
  readonly session: BrokerClient;
  readonly store: PoolStore;
  /** Creates what starts the processes of a pool. @param readMode of the next process */
  readonly createRunner: (readMode: () => RunMode) => Promise<PoolRunner>;
  /** Whom the processes act as; empty: the first user. */
  readonly readUser: () => string;
}

/**
 * The pools that this window runs: what the broker orders for them goes to their runners. When the connection to the broker
 * ends, so do their processes, because the broker takes them for ended.
 */
export class PoolRunners implements Disposable {
  readonly #ports: PoolRunnersPorts;
  readonly #runs = new Map<string, Run>();
  readonly #waiting = new Map<string, ((end: PoolEnd) => void)[]>();
  readonly #parts: readonly Disposable[];

  constructor(ports: PoolRunnersPorts) {
    this.#ports = ports;
    this.#parts = [
      ports.session.onNotification(poolOrdered, (order) => this.#runs.get(order.name)?.runner?.take(order)),
      ports.session.onDidChangeState(({ kind }) => {
        if (kind !== 'running') for (const run of this.#runs.values()) this.#endWithoutBroker(run);
      }),
      ports.store.onDidChange(() => this.#review()),
    ];
  }

  /** Whether this window runs the pool. */
  has(name: string): boolean {
    return this.#runs.has(name);
  }

  /**
   * Runs a pool, or starts one again that has stopped or failed. Rejects with what the broker says.
   * @returns whether this window runs it; otherwise the program that runs it starts it again
   */
  async run(pool: PoolInfo, mode: RunMode): Promise<boolean> {
    const { session, store } = this.#ports;
    const { name } = pool.definition;
    if (!this.has(name) && (await this.#hasOtherRunner(pool))) {
      store.take(await session.request(startPool, { name }));
      return false;
    }
    const own = this.#runs.get(name);
    if (own === undefined) await this.#begin(pool, mode);
    else {
      Object.assign(own, { mode, hasFailed: false });
      if (own.isStarting) await own.begun;
      else await this.#startAgain(own);
    }
    return true;
  }

  /** What is known may be older than a stop, after which no program runs it. */
  async #hasOtherRunner({ state, definition: { name } }: PoolInfo): Promise<boolean> {
    if (state !== 'stopped' && state !== 'failed') return false;
    const { store } = this.#ports;
    await store.refresh();
    const now = store.find(name)?.state;
    return !this.has(name) && (now === 'stopped' || now === 'failed');
  }

  #begin(pool: PoolInfo, mode: RunMode): Promise<void> {
    const { name, grace = POOL_DEFAULTS.grace } = pool.definition;
    const run: Run = {
      name,
      mode,
      graceMs: 1000 * grace,
      hasFailed: false,
      runner: undefined,
      begun: Promise.resolve(),
      isStarting: true,
    };
    // Before anything is waited for: whoever runs it now waits for the same.
    this.#runs.set(name, run);
    run.begun = this.#create(run);
    return run.begun;
  }

  async #create(run: Run): Promise<void> {
    const { session, store, createRunner, readUser } = this.#ports;
    const { name } = run;
    try {
      // Its first orders come before the answer.
      run.runner = await createRunner(() => run.mode);
      await session.request(runPool, { name, user: readUser() });
    } catch (error) {
      this.#forget(run, 'disconnected');
      if (run.runner !== undefined) {
        void run.runner.endAll(run.graceMs);
        // The broker may run it, if only its response was lost. It would keep a runner that there is not.
        if (session.state.kind === 'running') session.request(leavePool, { name }).catch(() => undefined);
      }
      throw error;
    }
    // It runs, even if it cannot be shown yet: the broker reports each change.
    await store.refresh().catch(() => undefined);
    run.isStarting = false;
    this.#review();
  }

  async #startAgain(run: Run): Promise<void> {
    const { session, store } = this.#ports;
    run.isStarting = true;
    try {
      const result = await session.request(startPool, { name: run.name });
      run.isStarting = false;
      store.take(result);
    } finally {
      run.isStarting = false;
    }
  }

  /** Resolves when a pool that this window runs has ended with all of its processes. */
  waitForEnd(name: string): Promise<PoolEnd> {
    return new Promise((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
  }

  dispose(): void {
    disposeAll(this.#parts);
    // When the extension host has ended, what is left gets SIGKILL after a few seconds: see GroupWatcher.
    for (const { runner, graceMs } of this.#runs.values()) void runner?.endAll(graceMs);
  }

  /** What the broker says of the pools that this window runs. */
  #review(): void {
    if (this.#ports.session.state.kind !== 'running') return;
    for (const run of this.#runs.values()) {
      if (run.isStarting) continue;
      const pool = this.#ports.store.find(run.name);
      if (pool?.definition.grace !== undefined) run.graceMs = 1000 * pool.definition.grace;
      if (pool?.state === 'failed') this.#noteFailure(run, pool);
      else if (pool === undefined || pool.state === 'stopped') void this.#leave(run);
    }
  }

  #noteFailure(run: Run, { failure = '' }: PoolInfo): void {
    if (run.hasFailed) return;
    run.hasFailed = true;
    void window.showErrorMessage(l10n.t('The pool {0} has failed: {1}', run.name, failure));
    this.#resolve(run.name, 'failed');
  }

  /** Its processes have ended: another program may run it. */
  async #leave(run: Run): Promise<void> {
    if ((run.runner?.runningCount ?? 0) > 0) return;
    this.#forget(run, 'stopped');
    // A pool that was deleted has no runner.
    await this.#ports.session.request(leavePool, { name: run.name }).catch(() => undefined);
  }

  #endWithoutBroker(run: Run): void {
    // It waits for the broker, or for what it needs to start programs.
    if (run.runner === undefined) return;
    const count = run.runner.runningCount;
    this.#forget(run, 'disconnected');
    void run.runner.endAll(run.graceMs);
    if (count === 0) return;
    void window.showWarningMessage(
      l10n.t('The broker is not connected. The processes of the pool {0} are ended.', run.name),
    );
  }

  #forget(run: Run, end: PoolEnd): void {
    if (this.#runs.get(run.name) !== run) return;
    this.#runs.delete(run.name);
    this.#resolve(run.name, end);
  }

  #resolve(name: string, end: PoolEnd): void {
    for (const resolve of this.#waiting.get(name) ?? []) resolve(end);
    this.#waiting.delete(name);
  }
}
