import { type ExtensionContext, l10n, Uri, window, workspace } from 'vscode';
import { loadFileFormats } from './loadFileFormats.ts';

interface SaveTableOptions {
  readonly title: string;
  readonly saveLabel: string;
  /** That is proposed, in the folder of the workspace. */
  readonly fileName: string;
}

/**
 * Writes a table as CSV to a file of the user's choice. @param rows the names of the columns first
 * @returns false if the user chose none
 */
export async function saveTable(
  context: Pick<ExtensionContext, 'asAbsolutePath'>,
  rows: readonly (readonly string[])[],
  { title, saveLabel, fileName }: SaveTableOptions,
): Promise<boolean> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title,
    saveLabel,
    filters: { [l10n.t('CSV')]: ['csv'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, fileName) }),
  });
  if (target === undefined) return false;
  const csv = loadFileFormats(context).formatTable(rows);
  await workspace.fs.writeFile(target, new TextEncoder().encode(csv));
  return true;
}
