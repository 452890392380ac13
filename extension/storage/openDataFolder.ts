import { mkdir } from 'node:fs/promises';
import { commands, env, l10n, UIKind, Uri, window } from 'vscode';

/** Shows the folder with the stored messages: in the machine's file manager, or in a window of its own over a remote. */
export async function openDataFolder({
  dataFolder: folder,
}: {
  readonly dataFolder: string | undefined;
}): Promise<void> {
  if (folder === undefined) {
    void window.showInformationMessage(
      l10n.t('This window has no folder open: its messages are in memory only.'),
    );
    return;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const uri = Uri.file(folder);
  if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
    await commands.executeCommand('revealFileInOS', uri);
  } else await commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
}
