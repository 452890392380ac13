import type { ExtensionContext } from 'vscode';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { readRegularFile } from '../broker/regularFile.ts';
import type { WorkspacePaths } from '../broker/workspaceFolder.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { loadUserKeys } from './loadUserKeys.ts';
import type { UserKeys } from './userKeys.ts';

export interface FindUserKeysNeeds {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath'>;
  readonly paths: WorkspacePaths;
  readonly settings: SettingsReader;
}

/** Whom programs sign as that are not launched by the debugger; undefined where any credentials are good. */
export async function findUserKeys(
  { context, paths, settings }: FindUserKeysNeeds,
  { auth }: Pick<BrokerInfo, 'auth'>,
): Promise<UserKeys | undefined> {
  if (auth === 'off') return undefined;
  const text = await readRegularFile(paths.credentials).catch(() => '');
  const users = loadUserKeys(context)(text);
  const wanted = settings.read('debug.user');
  return wanted === '' ? users[0] : users.find(({ name }) => name === wanted);
}
