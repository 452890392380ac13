import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ControlClient } from '../client/controlClient.ts';
import { formatProblem } from '../definitions/problems.ts';
import { readTextFile } from '../files/readTextFile.ts';
import { applyDefinitions, MAXIMUM_DEFINITIONS_BYTES } from '../protocol/definitions.ts';
import { listPools, type PoolInfo } from '../protocol/pools.ts';
import { DEFAULT_CONFIG, type RunRequest } from './poolOptions.ts';

/** Maximum number of reported problems of a file; the rest often follow from the first. */
const MAXIMUM_PROBLEMS = 20;

/** The file that is to declare the pool cannot be read, is invalid, or does not declare it. */
export class PoolFileError extends Error {}

/**
 * Finds a pool to run. A file is applied as the broker's own `--config` is: it creates and changes queues, too.
 * @throws PoolFileError
 */
export async function findPool(client: ControlClient, { name, config }: RunRequest): Promise<PoolInfo> {
  const find = async (): Promise<PoolInfo | undefined> => {
    const { pools } = await client.request(listPools, {});
    return pools.find(({ definition }) => definition.name === name);
  };
  const known = config === undefined ? await find() : undefined;
  if (known !== undefined) return known;
  const file = config ?? DEFAULT_CONFIG;
  if (config === undefined && !existsSync(file)) {
    throw new PoolFileError(
      l10n.t(
        'There is no pool {0}. Declare it in {1}, or name the file with --config.',
        name,
        DEFAULT_CONFIG,
      ),
    );
  }
  await applyFile(client, file);
  const declared = await find();
  if (declared === undefined) throw new PoolFileError(l10n.t('{0} declares no pool {1}.', file, name));
  return declared;
}

async function applyFile(client: ControlClient, file: string): Promise<void> {
  const read = readTextFile(file, MAXIMUM_DEFINITIONS_BYTES);
  if (!read.ok) throw new PoolFileError(`${file} ${read.message}`);
  const source = resolve(file);
  const { problems } = await client.request(applyDefinitions, {
    text: read.text,
    source,
    folder: dirname(source),
  });
  if (problems.length === 0) return;
  const lines = problems.slice(0, MAXIMUM_PROBLEMS).map((problem) => formatProblem(file, problem));
  throw new PoolFileError(['', ...lines].join('\n').trimStart());
}
