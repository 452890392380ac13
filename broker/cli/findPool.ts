import * as l10n from '@vscode/l10n';
import type { ControlClient } from '../client/controlClient.ts';
import { listPools, type PoolInfo } from '../protocol/pools.ts';
import { applyFile, DEFAULT_CONFIG, DefinitionFileError, findFile } from './applyFile.ts';
import type { RunRequest } from './poolOptions.ts';

/**
 * Finds a pool to run.
 * @throws DefinitionFileError
 */
export async function findPool(client: ControlClient, { name, config }: RunRequest): Promise<PoolInfo> {
  const find = async (): Promise<PoolInfo | undefined> => {
    const { pools } = await client.request(listPools, {});
    return pools.find(({ definition }) => definition.name === name);
  };
  const known = config === undefined ? await find() : undefined;
  if (known !== undefined) return known;
  const file = findFile(config);
  if (file === undefined) {
    throw new DefinitionFileError(
      l10n.t(
        'There is no pool {0}. Declare it in {1}, or name the file with --config.',
        name,
        DEFAULT_CONFIG,
      ),
    );
  }
  await applyFile(client, file);
  const declared = await find();
  if (declared === undefined) throw new DefinitionFileError(l10n.t('{0} declares no pool {1}.', file, name));
  return declared;
}
