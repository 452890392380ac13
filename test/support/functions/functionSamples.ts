import type { FunctionDefinition } from '../../../broker/protocol/functionDefinition.ts';
import type { FunctionOrderParams } from '../../../broker/protocol/functionOrders.ts';
import type { FunctionEnvironment, FunctionInfo } from '../../../broker/protocol/functions.ts';

/** A function in Node.js that the queue `images` invokes, and that no program runs. */
export function makeFunction(
  name: string,
  {
    definition,
    ...more
  }: Partial<Omit<FunctionInfo, 'definition'>> & {
    readonly definition?: Partial<FunctionDefinition>;
  } = {},
): FunctionInfo {
  return {
    definition: {
      name,
      runtime: 'nodejs22.x',
      handler: `${name}.handler`,
      directory: '.',
      timeout: 3,
      memory: 128,
      environments: 10,
      mappings: [{ queue: 'images' }],
      ...definition,
    },
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    state: 'idle',
    limit: definition?.environments ?? 10,
    environments: [],
    waiting: 0,
    counts: { invocations: 0, errors: 0, throttles: 0, coldStarts: 0 },
    ...more,
  };
}

/** An environment that has been idle since the epoch. */
export function makeEnvironment(
  name: string,
  number: number,
  more: Partial<FunctionEnvironment> = {},
): FunctionEnvironment {
  return {
    number,
    name: `${name} #${number}`,
    state: 'idle',
    since: 0,
    consumerId: `consumer${number}`,
    invocations: 0,
    ...more,
  };
}

/** An order of the broker to start the process of an environment. */
export function orderEnvironment(
  { definition, folder }: FunctionInfo,
  number: number,
): FunctionOrderParams & { readonly order: 'start' } {
  return {
    name: definition.name,
    order: 'start',
    environment: number,
    environmentName: `${definition.name} #${number}`,
    credential: { accessKeyId: `QSD${String(number).padStart(17, 'A')}`, secretAccessKey: 'a secret' },
    definition,
    ...(folder === undefined ? {} : { folder }),
    runtimeApi: '127.0.0.1:9001',
    logStream: 'a log stream',
  };
}
