import { l10n, type Uri, window, workspace } from 'vscode';
import { type RecordedSends, readTraceFile } from '../documents/traceFile.ts';

const MAXIMUM_BYTES = 256 * 1024 * 1024;

/**
 * Asks for a saved trace and reads the sends from it.
 * @param file the one to read, when that is known already
 * @returns undefined when there is nothing to send; the user has been told why
 */
export async function pickTraceFile(
  title: string,
  file: Uri | undefined,
): Promise<RecordedSends | undefined> {
  const uri = file ?? (await askForFile(title));
  if (!uri) return undefined;
  const { size } = await workspace.fs.stat(uri);
  if (size > MAXIMUM_BYTES) throw new Error(l10n.t('The file is larger than 256 MiB.'));
  const recorded = await readTraceFile(await workspace.fs.readFile(uri));
  if (recorded.sends.length > 0) return recorded;
  void window.showWarningMessage(
    recorded.withoutContents > 0
      ? l10n.t('The file has sends, but not what they said: save the trace with contents.')
      : l10n.t('The file has no sent messages.'),
  );
  return undefined;
}

async function askForFile(title: string): Promise<Uri | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title,
      openLabel: l10n.t('Open'),
      filters: { [l10n.t('Saved trace')]: ['jsonl', 'ndjson', 'json'], [l10n.t('All files')]: ['*'] },
    })) ?? [];
  return uri;
}
