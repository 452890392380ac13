import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as UserKeysModule from './userKeys.ts';

/** Loads what reads credential files, which has a bundle of its own: only those who check signatures need it. */
export function loadUserKeys(
  context: Pick<ExtensionContext, 'asAbsolutePath'>,
): (typeof UserKeysModule)['parseUserKeys'] {
  const bundle = context.asAbsolutePath(join('dist', 'userKeys.js'));
  return (loadBundle(bundle) as typeof UserKeysModule).parseUserKeys;
}
