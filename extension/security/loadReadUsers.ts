import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { loadBundle } from '../ground/loadBundle.ts';
import type * as ReadUsers from './readUsers.ts';

/** Loads what reads the credential file, which has a bundle of its own: only users with signatures need it. */
export function loadReadUsers(
  context: Pick<ExtensionContext, 'asAbsolutePath'>,
): (typeof ReadUsers)['readUsers'] {
  return (loadBundle(context.asAbsolutePath(join('dist', 'readUsers.js'))) as typeof ReadUsers).readUsers;
}
