import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { nameLeaseFolder, type WorkspaceIdentity } from './leaseFolder.ts';

/** Places of what belongs to this workspace's broker, outside the workspace. */
export interface WorkspacePaths {
  /** Holds the lease; private. */
  readonly folder: string;
  /** The credential file, whether it exists or not. */
  readonly credentials: string;
  /** Why messages that belong to a folder cannot be stored, if so: they are in memory then. */
  readonly problem: string | undefined;
}

/** Where the windows of a workspace keep what they share. */
export interface WorkspaceFolder {
  readonly folder: string;
  /** Why messages cannot be kept in the extension's storage. Absent without folders, whose messages are not kept anyway. */
  readonly problem?: string;
}

/**
 * Below the extension's storage; where that cannot be written to, as with a read-only home, below the folder for temporary
 * files, which is the same for all windows of a user too. The windows then still find one broker; its messages are in memory.
 */
export function chooseWorkspaceFolder(
  globalStorage: string,
  identity: WorkspaceIdentity,
  temporary = tmpdir(),
): WorkspaceFolder {
  const folder = nameLeaseFolder(globalStorage, identity);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return { folder };
  } catch (error) {
    const user = process.getuid?.() ?? 'user';
    const replacement = join(temporary, `queueside-${user}`, basename(folder));
    return identity.folders.length === 0
      ? { folder: replacement }
      : { folder: replacement, problem: (error as Error).message };
  }
}
