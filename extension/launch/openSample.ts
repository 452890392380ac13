import {
  commands,
  FileSystemError,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type ExtensionContext,
} from 'vscode';
import { noteSample } from './greetSample.ts';

const SAMPLE_FOLDER = 'queueside-watermark';

/** Copies the sample worker to a folder that the user picks, and opens it. */
export async function openSample({ context }: { readonly context: ExtensionContext }): Promise<void> {
  const [parent] =
    (await window.showOpenDialog({
      title: l10n.t('Choose where to create the sample project'),
      openLabel: l10n.t('Create Sample Here'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!parent) return;
  const target = await findFreeFolder(parent);
  // Where the extension runs from its sources, the sample has its packages: that takes a while.
  await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Creating the sample project in {0}', target.fsPath),
    },
    () => workspace.fs.copy(Uri.joinPath(context.extensionUri, 'extension', 'samples', 'watermark'), target),
  );
  await noteSample(context, target);
  await commands.executeCommand('vscode.openFolder', target, {
    forceNewWindow: workspace.workspaceFolders !== undefined,
  });
}

/** A name that is not taken: the user's own changes to an earlier copy stay. */
async function findFreeFolder(parent: Uri): Promise<Uri> {
  for (let number = 1; ; number += 1) {
    const folder = Uri.joinPath(parent, number === 1 ? SAMPLE_FOLDER : `${SAMPLE_FOLDER}-${number}`);
    try {
      await workspace.fs.stat(folder);
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return folder;
      throw error;
    }
  }
}
