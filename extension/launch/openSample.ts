import {
  commands,
  FileSystemError,
  l10n,
  ProgressLocation,
  type QuickPickItem,
  Uri,
  window,
  workspace,
  type ExtensionContext,
} from 'vscode';
import { noteSample } from './greetSample.ts';

/** The sample that has what all samples use: the pictures, and the queues. */
const BUCKET_OWNER = 'watermark';
const SHARED_PATHS = [['bucket', 'uploads'], ['queueside.json']];
const SAMPLE_FOLDER = 'queueside-watermark';

interface LanguageItem extends QuickPickItem {
  /** Of the sample, below the extension's samples. */
  readonly folder: string;
}

/** Names of languages are the same in all languages. */
const LANGUAGES: readonly LanguageItem[] = [
  { label: 'Node.js', folder: BUCKET_OWNER },
  { label: 'Python', folder: 'watermarkPython' },
  { label: 'Java', folder: 'watermarkJava' },
  { label: 'Go', folder: 'watermarkGo' },
];

/** Copies the sample worker in a language that the user picks to a folder, and opens it. */
export async function openSample({ context }: { readonly context: ExtensionContext }): Promise<void> {
  const language = await window.showQuickPick(LANGUAGES, {
    title: l10n.t('Open Sample: Language'),
    ignoreFocusOut: true,
  });
  if (!language) return;
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
    () => copySample(Uri.joinPath(context.extensionUri, 'extension', 'samples'), language.folder, target),
  );
  await noteSample(context, target);
  await commands.executeCommand('vscode.openFolder', target, {
    forceNewWindow: workspace.workspaceFolders !== undefined,
  });
}

/** The pictures and the queues are in the package once, for all languages. */
async function copySample(samples: Uri, folder: string, target: Uri): Promise<void> {
  await workspace.fs.copy(Uri.joinPath(samples, folder), target);
  if (folder === BUCKET_OWNER) return;
  for (const path of SHARED_PATHS) {
    await workspace.fs.copy(Uri.joinPath(samples, BUCKET_OWNER, ...path), Uri.joinPath(target, ...path), {
      overwrite: true,
    });
  }
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
