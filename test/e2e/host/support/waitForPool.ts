import { listPools, type PoolInfo, poolsChanged } from '../../../../broker/protocol/pools.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';

/** Resolves when the broker says this of a pool; asks after each change. */
export async function waitForPool(
  session: BrokerClient,
  name: string,
  holds: (pool: PoolInfo) => boolean,
): Promise<PoolInfo> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const listener = session.onNotification(poolsChanged, () => {
        listener.dispose();
        resolve();
      });
    });
    const { pools } = await session.request(listPools, {});
    const pool = pools.find(({ definition }) => definition.name === name);
    if (pool !== undefined && holds(pool)) return pool;
    await changed;
  }
}
