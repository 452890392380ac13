import { commands, type ExtensionContext, Uri, workspace } from 'vscode';
import { CONTEXTS } from '../ground/ids.ts';

/** In the sample's folder; the manifest activates the extension by it. */
const SAMPLE_MARK = ['.vscode', 'queuesideSample.json'] as const;
/** Of the state of all windows: the copy that a window is about to open. */
const OPENED_KEY = 'sample.opened';

/** Remembers the copy of the sample that a window opens next. */
export async function noteSample(context: ExtensionContext, folder: Uri): Promise<void> {
  await context.globalState.update(OPENED_KEY, folder.toString());
}

/** In a window with the sample: stops offering it, and shows its README the first time. */
export async function greetSample(context: ExtensionContext): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder || !(await exists(Uri.joinPath(folder, ...SAMPLE_MARK)))) return;
  void commands.executeCommand('setContext', CONTEXTS.inSample, true);
  if (context.globalState.get(OPENED_KEY) !== folder.toString()) return;
  await context.globalState.update(OPENED_KEY, undefined);
  await commands.executeCommand('markdown.showPreview', Uri.joinPath(folder, 'README.md'));
}

function exists(uri: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}
