import * as l10n from '@vscode/l10n';
import type { ControlClient } from '../client/controlClient.ts';
import { type FunctionInfo, listFunctions } from '../protocol/functions.ts';
import { applyFile, DEFAULT_CONFIG, DefinitionFileError, findFile } from './applyFile.ts';
import type { RunFunctionsRequest } from './functionOptions.ts';

/**
 * Finds the functions to run.
 * @param declared of the template that was applied; undefined: none was
 * @throws DefinitionFileError
 */
export async function findFunctions(
  client: ControlClient,
  { names: given, config, from }: RunFunctionsRequest,
  declared?: readonly string[],
): Promise<readonly FunctionInfo[]> {
  if (from !== undefined && declared?.length === 0) {
    throw new DefinitionFileError(describeMissing(undefined, from));
  }
  const names = [...new Set(given.length === 0 ? declared : given)];
  const find = async (): Promise<readonly FunctionInfo[]> => {
    const { functions } = await client.request(listFunctions, {});
    return names.length === 0
      ? functions
      : functions.filter(({ definition }) => names.includes(definition.name));
  };
  const isComplete = (found: readonly FunctionInfo[]): boolean => found.length >= Math.max(1, names.length);
  const known = config === undefined ? await find() : [];
  if (isComplete(known)) return known;
  const file = from ?? findFile(config);
  // A template was applied before.
  if (from === undefined && file !== undefined) await applyFile(client, file);
  const found = await find();
  if (isComplete(found)) return found;
  const missing = names.find((name) => !found.some(({ definition }) => definition.name === name));
  throw new DefinitionFileError(describeMissing(missing, file));
}

function describeMissing(name: string | undefined, file: string | undefined): string {
  if (file === undefined) {
    return name === undefined
      ? l10n.t('No function exists. Declare one in {0}, or name the file with --config.', DEFAULT_CONFIG)
      : l10n.t(
          'The function {0} does not exist. Declare it in {1}, or name the file with --config.',
          name,
          DEFAULT_CONFIG,
        );
  }
  return name === undefined
    ? l10n.t('{0} declares no function.', file)
    : l10n.t('{0} declares no function {1}.', file, name);
}
