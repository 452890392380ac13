import { l10n, Uri, window, workspace } from 'vscode';

/** Writes a PNG to a file of the user's choice. @param fileName what it is called if the user does not say otherwise */
export async function savePicture(base64: string, fileName: string): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Save Picture'),
    saveLabel: l10n.t('Save'),
    filters: { [l10n.t('PNG picture')]: ['png'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, fileName) }),
  });
  if (target !== undefined) await workspace.fs.writeFile(target, Buffer.from(base64, 'base64'));
}
