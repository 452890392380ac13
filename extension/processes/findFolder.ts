import { Uri, workspace, type WorkspaceFolder } from 'vscode';

/** The folder of the workspace that a program belongs to. @param path of the file that declares it; absolute */
export function findFolder(path: string | undefined): WorkspaceFolder | undefined {
  const found = path === undefined ? undefined : workspace.getWorkspaceFolder(Uri.file(path));
  return found ?? workspace.workspaceFolders?.[0];
}
