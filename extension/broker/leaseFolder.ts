import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** What tells workspaces apart: the workspace file, else the folders. */
export interface WorkspaceIdentity {
  /** URI of the workspace file. */
  readonly file: string | undefined;
  /** URIs of the folders. */
  readonly folders: readonly string[];
}

/**
 * Where the windows of one workspace find their lease. The storage that VS Code gives to an extension for a workspace
 * will not do: of two windows on one folder, the second gets a storage of its own.
 * @param globalStorage the extension's storage, the same for all windows
 */
export function nameLeaseFolder(globalStorage: string, { file, folders }: WorkspaceIdentity): string {
  // Windows without a folder share one broker too.
  const identity = file ?? folders.join('\n');
  const digest = createHash('sha256').update(identity).digest('hex');
  return join(globalStorage, 'brokers', digest.slice(0, 16));
}

/** Where a workspace's broker keeps its messages: beside the lease that its windows find it by. */
export function nameDataFolder(leaseFolder: string): string {
  return join(leaseFolder, 'data');
}
