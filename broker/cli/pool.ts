import { ControlClient } from '../client/controlClient.ts';
import { isWrongName } from '../client/wrongName.ts';
import { describeLaunchPool } from '../poolRunner/poolRunner.ts';
import { listPools, type PoolInfo, setPoolDesired, stopPool } from '../protocol/pools.ts';
import { formatPools } from './formatPools.ts';
import { describePool, type PoolRequest, readPoolCommand, type RunRequest } from './poolOptions.ts';
import { DefinitionFileError } from './applyFile.ts';
import { findPool } from './findPool.ts';
import { PoolRun } from './poolRun.ts';

const EXIT_OPTIONS = 2;
/** The broker does not run, or rejected the call. */
const EXIT_FAILED = 1;

/** `queueside pool`: runs a pool until it is stopped, or makes one call; returns the exit code. */
export async function runPoolCommand(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const command = readPoolCommand(argv, environment.QUEUESIDE_TOKEN);
  switch (command.kind) {
    case 'help':
      process.stdout.write(describePool());
      return 0;
    case 'refused':
      return fail(EXIT_OPTIONS, command.reason);
    case 'run': {
      const { request, isJson, control, token } = command;
      try {
        const client = await ControlClient.open(control, token);
        try {
          if (request.do === 'run') return await run(client, request, environment);
          const pools = await call(client, request);
          process.stdout.write(isJson ? `${JSON.stringify({ pools })}\n` : formatPools(pools));
          return 0;
        } finally {
          await client.close();
        }
      } catch (error) {
        const isInvalid = error instanceof DefinitionFileError || isWrongName(error);
        return fail(isInvalid ? EXIT_OPTIONS : EXIT_FAILED, (error as Error).message);
      }
    }
  }
}

async function run(
  client: ControlClient,
  request: RunRequest,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const pool = await findPool(client, request);
  if (pool.definition.command === undefined) {
    throw new Error(describeLaunchPool(request.name));
  }
  const poolRun = await PoolRun.prepare(client, environment, pool);
  return await poolRun.run(request.user);
}

/** The pools that the call was about. */
async function call(
  client: ControlClient,
  request: Exclude<PoolRequest, RunRequest>,
): Promise<readonly PoolInfo[]> {
  switch (request.do) {
    case 'list':
      return (await client.request(listPools, {})).pools;
    case 'desired': {
      const { name, desired } = request;
      return pick(await client.request(setPoolDesired, { name, desired }), name);
    }
    case 'stop':
      return pick(await client.request(stopPool, { name: request.name }), request.name);
  }
}

function pick({ pools }: { readonly pools: readonly PoolInfo[] }, name: string): readonly PoolInfo[] {
  return pools.filter(({ definition }) => definition.name === name);
}

function fail(exitCode: number, message: string): number {
  process.stderr.write(`queueside pool: ${message}\n`);
  return exitCode;
}
