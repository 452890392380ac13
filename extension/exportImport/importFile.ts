import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { type ExtensionContext, l10n, type Progress, ProgressLocation, type Uri, window } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import { type FileFormats, loadFileFormats } from '../fileFormats/loadFileFormats.ts';
import { formatOfFile } from '../fileFormats/messageRecord.ts';
import { showMissing } from '../ground/missing.ts';
import { showError } from '../ground/notices.ts';
import { formatCount } from '../ground/text.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import type { RecentImports } from '../queues/undo/recentImports.ts';
import { askForFifo, confirmImport } from './askImport.ts';
import { describeFileProblem, describeLine, describeLineProblem } from './problemText.ts';
import { type FileScan, scanFile } from './scanFile.ts';
import { type ImportOutcome, type SendingOptions, sendFile } from './sendFile.ts';
import { tellImport } from './tellImport.ts';

export interface ImportTools extends Pick<SendingOptions, 'findProblem'> {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath'>;
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
  readonly imports: Pick<RecentImports, 'add' | 'remove'>;
}

export type Importing = PlacedQueue<'send' | 'sendBatch'>;

/** The file is read twice: once to show what it has, and once to send it. Both times, one line at a time is held. */
export async function importFile(tools: ImportTools, placed: Importing, file: Uri): Promise<void> {
  const { queue } = placed;
  if (file.scheme !== 'file') return void showMissing({ text: l10n.t('Choose a file on the disk.') });
  const formats = loadFileFormats(tools.context);
  const path = file.fsPath;
  const name = basename(path);
  const before = await stat(path);
  const scan = await showScan(formats, path, name);
  if (!scan || !checkScan(scan, path, name)) return;
  const fifo = queue.kind === 'fifo' ? await askForFifo(scan) : undefined;
  if (queue.kind === 'fifo' && !fifo) return;
  if (!(await confirmImport(placed, name, formatOfFile(path), scan))) return;
  const after = await stat(path);
  if (after.mtimeMs !== before.mtimeMs || after.size !== before.size)
    return void showError(l10n.t('{0} has changed since you were asked. Import it again.', name));
  const outcome = await showSending(formats, placed, path, {
    fifo,
    messageCount: scan.messageCount,
    findProblem: tools.findProblem,
  });
  tellFailure(tellImport(tools, placed, { name, format: formatOfFile(path), scan, outcome }));
}

async function showScan(formats: FileFormats, path: string, name: string): Promise<FileScan | undefined> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reading {0}', name), cancellable: true },
    (_progress, cancellation) => scanFile(formats, path, () => cancellation.isCancellationRequested),
  );
}

/** @returns whether there is something to import; what speaks against it is said. */
function checkScan({ problem, messageCount, bad }: FileScan, path: string, name: string): boolean {
  const format = formatOfFile(path);
  if (problem !== undefined) {
    void showError(describeFileProblem(problem, format, name));
    return false;
  }
  if (messageCount > 0) return true;
  const [first] = bad;
  const reason = first ? ` ${describeLine(format, first.line, describeLineProblem(first.problem))}` : '';
  void showMissing({ text: `${l10n.t('{0} has no messages.', name)}${reason}` });
  return false;
}

async function showSending(
  formats: FileFormats,
  placed: Importing,
  path: string,
  options: SendingOptions,
): Promise<ImportOutcome> {
  const { messageCount } = options;
  const title = l10n.t('Importing messages into {0}', placed.queue.name);
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress: Progress<{ message: string; increment: number }>, cancellation) => {
      let shown = 0;
      const report = (done: number) => {
        progress.report({
          message: l10n.t('{0} of {1}', formatCount(done), formatCount(messageCount)),
          increment: (100 * (done - shown)) / messageCount,
        });
        shown = done;
      };
      return sendFile(formats, path, placed, options, report, () => cancellation.isCancellationRequested);
    },
  );
}
