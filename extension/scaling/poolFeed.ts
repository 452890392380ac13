import type { Disposable, Event } from 'vscode';
import { POOL_DEFAULTS } from '../../broker/protocol/poolDefinition.ts';
import {
  listPools,
  poolDecided,
  type PoolInfo,
  poolsChanged,
  readPoolHistory,
} from '../../broker/protocol/pools.ts';
import type { HostToScaling, ScalingPool } from '../../webview/scalingProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { describeFailure } from '../webviews/brokerView.ts';

type PoolMessage = Extract<HostToScaling, { readonly type: 'poolsChanged' | 'historyRead' }>;

interface PoolFeedPorts {
  readonly session: BrokerClient;
  /** The broker's. */
  readonly clock: { readonly now: number; readonly onDidChange: Event<unknown> };
  post(message: PoolMessage): void;
}

/** Reads what a panel shows of pools: all of them, and the history of one, again whenever its size has changed. */
export class PoolFeed implements Disposable {
  readonly #ports: PoolFeedPorts;
  readonly #parts: readonly Disposable[];
  /** Undefined: the page shows none now. */
  #watched: { readonly requestId: number; readonly name: string } | undefined;
  /** What the size of the pool was when its history was read. */
  #size = '';
  #isReading = false;
  /** What was read is out of date before it has come. */
  #isStale = false;

  constructor(ports: PoolFeedPorts) {
    this.#ports = ports;
    const { session, clock } = ports;
    this.#parts = [
      session.onNotification(poolsChanged, ({ pools }) => this.#take(pools)),
      session.onNotification(poolDecided, ({ name }) => {
        if (name === this.#watched?.name) void this.#readHistory();
      }),
      session.onDidConnect(() => void this.#refresh()),
      // An undone advance takes back what was decided in it.
      clock.onDidChange(() => void this.#readHistory()),
    ];
  }

  watch(requestId: number, name: string): void {
    this.#watched = { requestId, name };
    void this.#readHistory();
  }

  pause(): void {
    this.#watched = undefined;
  }

  dispose(): void {
    this.pause();
    disposeAll(this.#parts);
  }

  /** All pools; undefined: the broker does not run, and a request would start it. */
  async readPools(): Promise<readonly ScalingPool[] | undefined> {
    const { session } = this.#ports;
    if (session.state.kind !== 'running') return undefined;
    try {
      return (await session.request(listPools, {})).pools.map(describePool);
    } catch {
      // The connection went away; the next one asks again.
      return undefined;
    }
  }

  async #refresh(): Promise<void> {
    const pools = await this.readPools();
    if (pools !== undefined) this.#ports.post({ type: 'poolsChanged', pools });
    await this.#readHistory();
  }

  #take(pools: readonly PoolInfo[]): void {
    this.#ports.post({ type: 'poolsChanged', pools: pools.map(describePool) });
    const watched = pools.find(({ definition }) => definition.name === this.#watched?.name);
    const size = watched === undefined ? '' : measure(watched);
    if (watched === undefined || size === this.#size) return;
    this.#size = size;
    void this.#readHistory();
  }

  async #readHistory(): Promise<void> {
    const { session, clock } = this.#ports;
    if (this.#isReading) {
      this.#isStale = true;
      return;
    }
    const watched = this.#watched;
    if (watched === undefined || session.state.kind !== 'running') return;
    this.#isReading = true;
    this.#isStale = false;
    const outcome = await session
      .request(readPoolHistory, { name: watched.name })
      .then((history) => ({ ok: true, history, readAt: clock.now }) as const)
      .catch((error: unknown) => ({ ok: false, failure: describeFailure(error) }) as const);
    this.#isReading = false;
    if (this.#watched === watched)
      this.#ports.post({ type: 'historyRead', requestId: watched.requestId, outcome });
    if (this.#isStale) await this.#readHistory();
  }
}

function describePool({ definition, queueArn, state, failure, coolsUntil }: PoolInfo): ScalingPool {
  return {
    name: definition.name,
    queueArn,
    state,
    minimum: definition.min ?? POOL_DEFAULTS.min,
    maximum: definition.max ?? POOL_DEFAULTS.max,
    ...(failure === undefined ? {} : { failure }),
    ...(coolsUntil === undefined ? {} : { coolsUntil }),
  };
}

/** What the history of capacity follows from. */
function measure({ desired, processes }: PoolInfo): string {
  return JSON.stringify([desired, processes.map(({ number, state }) => [number, state])]);
}
