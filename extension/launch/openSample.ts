import {
  commands,
  FileSystemError,
  l10n,
  ProgressLocation,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
  type ExtensionContext,
} from 'vscode';
import { noteSample } from './greetSample.ts';

/** The sample that has what it shares with its translations: the pictures, and the queues. */
const BUCKET_OWNER = 'watermark';
const TRANSLATIONS: readonly string[] = ['watermarkPython', 'watermarkJava', 'watermarkGo'];
const SHARED_PATHS = [['bucket', 'uploads'], ['queueside.json']];

interface SampleItem extends QuickPickItem {
  /** Of the sample, below the extension's samples; '' for a separator. */
  readonly folder: string;
}

/** Names of languages are the same in all languages. */
function listSamples(): readonly SampleItem[] {
  const separate = (label: string) => ({ label, kind: QuickPickItemKind.Separator, folder: '' });
  return [
    separate(l10n.t('Watermark: a producer and a worker')),
    { label: 'Node.js', folder: BUCKET_OWNER },
    { label: 'Python', folder: 'watermarkPython' },
    { label: 'Java', folder: 'watermarkJava' },
    { label: 'Go', folder: 'watermarkGo' },
    separate(l10n.t('Video: a web front and workers with a heartbeat')),
    { label: 'TypeScript, Python', folder: 'video' },
    separate(l10n.t('Orders: functions of a template')),
    { label: 'Node.js, Python', description: 'SAM, CDK', folder: 'orders' },
  ];
}

/** Copies the sample that the user picks, in a language, to a folder, and opens it. */
export async function openSample({ context }: { readonly context: ExtensionContext }): Promise<void> {
  const sample = await window.showQuickPick(listSamples(), {
    title: l10n.t('Open Sample: Sample and Language'),
    ignoreFocusOut: true,
  });
  if (!sample) return;
  const [parent] =
    (await window.showOpenDialog({
      title: l10n.t('Choose where to create the sample project'),
      openLabel: l10n.t('Create Sample Here'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!parent) return;
  const target = await findFreeFolder(parent, isTranslation(sample.folder) ? BUCKET_OWNER : sample.folder);
  // Where the extension runs from its sources, the sample has its packages: that takes a while.
  await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Creating the sample project in {0}', target.fsPath),
    },
    () => copySample(Uri.joinPath(context.extensionUri, 'extension', 'samples'), sample.folder, target),
  );
  await noteSample(context, target);
  await commands.executeCommand('vscode.openFolder', target, {
    forceNewWindow: workspace.workspaceFolders !== undefined,
  });
}

/** The pictures and the queues of the watermark sample are in the package once, for all its languages. */
async function copySample(samples: Uri, folder: string, target: Uri): Promise<void> {
  await workspace.fs.copy(Uri.joinPath(samples, folder), target);
  if (!isTranslation(folder)) return;
  for (const path of SHARED_PATHS) {
    await workspace.fs.copy(Uri.joinPath(samples, BUCKET_OWNER, ...path), Uri.joinPath(target, ...path), {
      overwrite: true,
    });
  }
}

function isTranslation(folder: string): boolean {
  return TRANSLATIONS.includes(folder);
}

/** A name that is not taken: the user's own changes to an earlier copy stay. */
async function findFreeFolder(parent: Uri, sample: string): Promise<Uri> {
  for (let number = 1; ; number += 1) {
    const name = `queueside-${sample}`;
    const folder = Uri.joinPath(parent, number === 1 ? name : `${name}-${number}`);
    try {
      await workspace.fs.stat(folder);
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return folder;
      throw error;
    }
  }
}
