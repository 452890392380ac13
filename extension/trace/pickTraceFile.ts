import { basename } from 'node:path';
import { l10n, type Uri, window } from 'vscode';
import { readRecordedSends, type RecordedSends } from './recordedSends.ts';
import { describeTraceProblem, readTraceFileLines, TraceFileError } from './traceLines.ts';

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
  let recorded: RecordedSends;
  try {
    recorded = await readRecordedSends(readTraceFileLines(uri.fsPath));
  } catch (error) {
    if (!(error instanceof TraceFileError)) throw error;
    throw new Error(describeTraceProblem(error.problem, basename(uri.fsPath)), { cause: error });
  }
  if (recorded.sends.length > 0) return recorded;
  void window.showWarningMessage(
    recorded.withoutContents > 0
      ? l10n.t(
          'The file has sent messages without their contents. Save the trace again while the broker still has the contents.',
        )
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
