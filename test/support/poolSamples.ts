import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import type { PoolInfo, PoolOrderParams, PoolProcess } from '../../broker/protocol/pools.ts';

const PLACE = 'us-east-1:000000000000';

/** A pool of the queue `images`, with a command. */
export function makePool(
  name: string,
  {
    definition,
    ...more
  }: Partial<Omit<PoolInfo, 'definition'>> & {
    readonly definition?: Partial<PoolDefinition>;
  } = {},
): PoolInfo {
  return {
    definition: { name, queue: 'images', command: 'node worker.js', min: 0, max: 4, ...definition },
    queueArn: `arn:aws:sqs:${PLACE}:images`,
    arn: `arn:queueside:pool:${PLACE}:${name}`,
    state: 'idle',
    desired: 0,
    processes: [],
    crashes: 0,
    ...more,
  };
}

/** A process in service since the epoch, without messages. */
export function makeProcess(pool: string, number: number, more: Partial<PoolProcess> = {}): PoolProcess {
  return {
    number,
    name: `${pool} #${number}`,
    state: 'inService',
    since: 0,
    consumerId: `consumer${number}`,
    leases: 0,
    ...more,
  };
}

/** An order of the broker to start a process of a pool. */
export function orderStart(pool: PoolInfo, number: number): PoolOrderParams & { readonly order: 'start' } {
  const { name } = pool.definition;
  return {
    name,
    order: 'start',
    process: number,
    processName: `${name} #${number}`,
    credential: { accessKeyId: `QSD${String(number).padStart(17, 'A')}`, secretAccessKey: 'a secret' },
    definition: pool.definition,
    ...(pool.folder === undefined ? {} : { folder: pool.folder }),
  };
}
