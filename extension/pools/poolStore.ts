import {
  listPools,
  type PoolInfo,
  type PoolProcess,
  poolsChanged,
  type PoolsResult,
} from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import { DeclaredStore } from '../processes/declaredStore.ts';

/** A process, and the pool that it belongs to. */
export interface PlacedProcess {
  readonly pool: PoolInfo;
  readonly process: PoolProcess;
}

/** The pools of the broker. */
export class PoolStore extends DeclaredStore<PoolInfo, PoolsResult> {
  constructor(session: BrokerClient, emitter: EventSource<void>) {
    super(session, emitter, { list: listPools, changed: poolsChanged, read: ({ pools }) => pools });
  }

  get pools(): readonly PoolInfo[] {
    return this.items;
  }

  /** @param number of a process that runs, or that has ended recently */
  findProcess(name: string, number: number): PlacedProcess | undefined {
    const pool = this.find(name);
    const process = pool?.processes.find((each) => each.number === number);
    return pool && process && { pool, process };
  }
}
