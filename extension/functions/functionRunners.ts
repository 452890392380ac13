import { type Disposable, l10n, window } from 'vscode';
import type { FunctionRunner } from '../../broker/functionRunner/functionRunner.ts';
import {
  functionEnded,
  functionInvoked,
  functionOrdered,
  leaveFunction,
  runFunction,
  stopFunction,
} from '../../broker/protocol/functions.ts';
import type { InvocationReport } from '../../broker/protocol/invocation.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { FunctionSource } from './functionSource.ts';
import type { RunMemory, RunMode } from './runMemory.ts';

/** From SIGTERM to SIGKILL without the broker. */
const GRACE_MS = 2000;

/** A run of a function in this window. It is another one after a change of its mode. */
export interface FunctionRun {
  /** Resolves when this window no longer runs it. */
  readonly ended: Promise<void>;
}

interface Run extends FunctionRun {
  readonly name: string;
  readonly mode: RunMode;
  /** undefined: not created yet. */
  runner: FunctionRunner | undefined;
  /** Resolves when the broker knows that this window runs it, or rejects. */
  begun: Promise<void>;
  /** The other mode is wanted; resolves when the broker has stopped it, or rejects. */
  stopped: Promise<unknown> | undefined;
  readonly end: () => void;
}

export interface FunctionRunnersPorts {
  readonly session: BrokerClient;
  readonly source: FunctionSource;
  readonly memory: RunMemory;
  /** Creates what starts the processes of a function. */
  readonly createRunner: (name: string, mode: RunMode) => Promise<FunctionRunner>;
  /** Whom the processes act as; empty: the first user. */
  readonly readUser: () => string;
  /** How many environments of a function the debugger starts at the same time. */
  readonly readDebuggedLimit: () => number;
  /** An invocation of a function that this window runs is over. */
  readonly onInvoked: (report: InvocationReport) => void;
  /** Runs functions again that ended with the broker. */
  readonly runAgain: (runs: ReadonlyMap<string, RunMode>) => void;
}

/**
 * The functions that this window runs: what the broker orders for them goes to their runners. When the connection to the broker
 * ends, so do their processes, because the broker takes them for ended.
 */
export class FunctionRunners implements Disposable {
  readonly #ports: FunctionRunnersPorts;
  readonly #runs = new Map<string, Run>();
  readonly #parts: readonly Disposable[];

  constructor(ports: FunctionRunnersPorts) {
    this.#ports = ports;
    const { session } = ports;
    this.#parts = [
      session.onNotification(functionOrdered, (order) => this.#runs.get(order.name)?.runner?.take(order)),
      session.onNotification(functionInvoked, ({ reports }) => {
        for (const report of reports) if (this.#runs.has(report.function)) ports.onInvoked(report);
      }),
      session.onNotification(functionEnded, ({ name }) => this.#noteEnd(name)),
      session.onDidChangeState(({ kind }) => {
        if (kind !== 'running') this.#endWithoutBroker();
      }),
    ];
  }

  /** How this window runs the function; undefined: it does not. */
  findMode(name: string): RunMode | undefined {
    return this.#runs.get(name)?.mode;
  }

  /** The run of the function in this window; undefined: it does not run it. */
  findRun(name: string): FunctionRun | undefined {
    return this.#runs.get(name);
  }

  /**
   * Runs a function. If this window runs it in the other mode, or it stops, its invocations are finished first. Rejects with what the broker
   * says, for example if another program runs it. @returns undefined if the signal was aborted before it began
   */
  async run(name: string, mode: RunMode, signal?: AbortSignal): Promise<FunctionRun | undefined> {
    // While one ends, another caller may begin the next.
    for (;;) {
      if (signal?.aborted === true) return undefined;
      const own = this.#runs.get(name);
      if (own === undefined) return this.#begin(name, mode);
      await own.begun;
      if (own.mode === mode && !this.#isStopping(own)) return own;
      if (this.#runs.get(name) === own) await this.#stop(own);
      await own.ended;
    }
  }

  dispose(): void {
    disposeAll(this.#parts);
    // When the extension host has ended, what is left gets SIGKILL after a few seconds: see GroupWatcher.
    for (const { runner } of this.#runs.values()) {
      runner?.close();
      void runner?.endAll(GRACE_MS);
    }
  }

  async #begin(name: string, mode: RunMode): Promise<Run> {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const run: Run = {
      name,
      mode,
      runner: undefined,
      begun: Promise.resolve(),
      stopped: undefined,
      ended,
      end,
    };
    // Before anything is waited for: whoever runs it now waits for the same.
    this.#runs.set(name, run);
    run.begun = this.#create(run);
    await run.begun;
    return run;
  }

  #isStopping({ name, stopped }: Run): boolean {
    return stopped !== undefined || this.#ports.source.find(name)?.state === 'stopping';
  }

  async #stop(run: Run): Promise<void> {
    run.stopped ??= this.#ports.session.request(stopFunction, { name: run.name });
    try {
      await run.stopped;
    } catch (error) {
      // It still runs, as far as this window knows.
      run.stopped = undefined;
      throw error;
    }
  }

  async #create(run: Run): Promise<void> {
    const { session, source, memory, createRunner, readUser, readDebuggedLimit } = this.#ports;
    const { name, mode } = run;
    try {
      // Its first orders may come before the answer.
      run.runner = await createRunner(name, mode);
      const user = readUser();
      await session.request(runFunction, {
        name,
        ...(user === '' ? {} : { user }),
        ...(mode === 'run'
          ? { canFreeze: process.platform !== 'win32' }
          : { environments: readDebuggedLimit() }),
      });
    } catch (error) {
      this.#forget(run);
      if (run.runner !== undefined) {
        void run.runner.endAll(GRACE_MS);
        // The broker may run it, if only its response was lost. It would keep a runner that there is not.
        if (session.state.kind === 'running') session.request(leaveFunction, { name }).catch(() => undefined);
      }
      throw error;
    }
    await memory.add(name, mode);
    // It runs, even if it cannot be shown yet: the broker reports each change.
    await source.refresh().catch(() => undefined);
  }

  /** It was stopped or deleted, and its environments have ended. Another program may run it already: no list would show this. */
  #noteEnd(name: string): void {
    const run = this.#runs.get(name);
    if (run === undefined) return;
    this.#forget(run);
    void this.#ports.memory.remove(name);
  }

  #endWithoutBroker(): void {
    // Others wait for the broker, or for what they need to start programs.
    const lost = [...this.#runs.values()].filter(({ runner }) => runner !== undefined);
    for (const run of lost) {
      this.#forget(run);
      void run.runner?.endAll(GRACE_MS);
    }
    if (lost.length > 0) void this.#offerAgain(new Map(lost.map(({ name, mode }) => [name, mode])));
  }

  async #offerAgain(runs: ReadonlyMap<string, RunMode>): Promise<void> {
    const names = [...runs.keys()].join(', ');
    const again = l10n.t('Run Again');
    const text = l10n.t(
      'The broker is not connected. The processes of these functions are ended: {0}',
      names,
    );
    if ((await window.showWarningMessage(text, again)) === again) this.#ports.runAgain(runs);
  }

  #forget(run: Run): void {
    run.runner?.close();
    if (this.#runs.get(run.name) === run) this.#runs.delete(run.name);
    run.end();
  }
}
