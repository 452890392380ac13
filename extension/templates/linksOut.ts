import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { type Uri, workspace } from 'vscode';

/** Whether a symbolic link on the way to a file leads out of its workspace folder; true as well if the file does not exist. */
export async function leadsOut(file: Uri): Promise<boolean> {
  // Of other file systems, this machine has no links.
  if (file.scheme !== 'file') return false;
  const folder = workspace.getWorkspaceFolder(file);
  if (folder === undefined) return true;
  try {
    const [real, realFolder] = await Promise.all([realpath(file.fsPath), realpath(folder.uri.fsPath)]);
    return !real.startsWith(realFolder.endsWith(sep) ? realFolder : realFolder + sep);
  } catch {
    return true;
  }
}
