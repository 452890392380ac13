import { join } from 'node:path';
import { type ExtensionContext, workspace } from 'vscode';
import { nameDataFolder } from '../broker/leaseFolder.ts';
import { chooseWorkspaceFolder, type WorkspacePaths } from '../broker/workspaceFolder.ts';
import { CREDENTIALS_FILE } from './credentialsFile.ts';

/** Where the broker of this workspace keeps what. */
export function nameWorkspacePaths(context: ExtensionContext): WorkspacePaths {
  const { folder, problem } = chooseWorkspaceFolder(context.globalStorageUri.fsPath, {
    file: workspace.workspaceFile?.toString(),
    folders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()),
  });
  return { folder, credentials: join(folder, CREDENTIALS_FILE), problem };
}

/**
 * Where the messages are stored. Windows without a folder share a broker, and what is in it concerns no project: it is not
 * kept.
 */
export function findDataFolder({ folder, problem }: WorkspacePaths): string | undefined {
  const hasFolder = (workspace.workspaceFolders ?? []).length > 0;
  return hasFolder && problem === undefined ? nameDataFolder(folder) : undefined;
}
