import type { Disposable, Event } from 'vscode';
import {
  listPools,
  type PoolInfo,
  type PoolProcess,
  poolsChanged,
  type PoolsResult,
} from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';

/** A process, and the pool that it belongs to. */
export interface PlacedProcess {
  readonly pool: PoolInfo;
  readonly process: PoolProcess;
}

/** The pools of the broker, in the order in which they were declared; none while it does not run. */
export class PoolStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  readonly #parts: readonly Disposable[];
  #pools: readonly PoolInfo[] = [];

  constructor(session: BrokerClient, emitter: EventSource<void>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(poolsChanged, (result) => this.take(result)),
      // The connection may go away; the next one asks again.
      session.onDidConnect(() => void this.refresh().catch(() => undefined)),
      session.onDidChangeState(({ kind }) => {
        if (kind !== 'running') this.take({ pools: [] });
      }),
    ];
    if (session.state.kind === 'running') void this.refresh().catch(() => undefined);
  }

  get pools(): readonly PoolInfo[] {
    return this.#pools;
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  find(name: string): PoolInfo | undefined {
    return this.#pools.find(({ definition }) => definition.name === name);
  }

  /** @param number of a process that runs, or that has ended recently */
  findProcess(name: string, number: number): PlacedProcess | undefined {
    const pool = this.find(name);
    const process = pool?.processes.find((each) => each.number === number);
    return pool && process && { pool, process };
  }

  /** Asks for the pools; starts the broker if it does not run. */
  async refresh(): Promise<void> {
    this.take(await this.#session.request(listPools, {}));
  }

  /** What the broker answers to a change. */
  take({ pools }: PoolsResult): void {
    this.#pools = pools;
    this.#emitter.fire();
  }
}
