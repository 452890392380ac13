import { basename } from 'node:path';
import {
  commands,
  type CancellationToken,
  type ExtensionContext,
  l10n,
  type Progress,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from 'vscode';
import { loadFileFormats } from '../fileFormats/loadFileFormats.ts';
import type { MessageRecord } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { showMissing } from '../ground/missing.ts';
import { formatCount } from '../ground/text.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { MAXIMUM_MESSAGES } from './limits.ts';

export interface SaveNeeds {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath'>;
}

/** Some of the messages that are exported. */
export interface ExportedPage {
  readonly records: readonly MessageRecord[];
  /** Of those that should be in it, but whose contents are gone. */
  readonly missingCount: number;
}

/** Where messages come from. */
export interface ExportSource {
  /** What is done, for the progress. */
  readonly title: string;
  /** That is proposed, without its extension. */
  readonly fileName: string;
  /** How many there are about. */
  readonly count: number;
  /** Read once the user has chosen a file. */
  readonly pages: AsyncIterable<ExportedPage> | Iterable<ExportedPage>;
  readonly describeDone: (written: number, file: string) => string;
}

/** What was written until the end, or until it was cancelled. */
interface Written {
  count: number;
  missing: number;
  isCut: boolean;
}

class CancelledError extends Error {}

/** Writes messages to a file of the user's choice, whose extension tells the format, and says how many. */
export async function saveMessages({ context }: SaveNeeds, source: ExportSource): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Export Messages'),
    saveLabel: l10n.t('Export'),
    filters: { [l10n.t('JSON Lines')]: ['jsonl'], [l10n.t('CSV')]: ['csv'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, `${source.fileName}.jsonl`) }),
  });
  if (target === undefined) return;
  if (target.scheme !== 'file') {
    void showMissing({ text: l10n.t('Choose a folder on the disk.') });
    return;
  }
  const file = basename(target.fsPath);
  const written: Written = { count: 0, missing: 0, isCut: false };
  try {
    await window.withProgress(
      { location: ProgressLocation.Notification, title: source.title, cancellable: true },
      (progress, cancellation) =>
        loadFileFormats(context).writeMessageFile(
          target.fsPath,
          passOn(source, written, progress, cancellation),
        ),
    );
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    window.setStatusBarMessage(l10n.t('The export was canceled. {0} was not written.', file), 5_000);
    return;
  }
  tellWritten(source, written, target, file);
}

async function* passOn(
  source: ExportSource,
  written: Written,
  progress: Progress<{ message: string; increment: number }>,
  cancellation: CancellationToken,
): AsyncGenerator<readonly MessageRecord[]> {
  for await (const { records, missingCount } of source.pages) {
    if (cancellation.isCancellationRequested) throw new CancelledError();
    const page = records.slice(0, MAXIMUM_MESSAGES - written.count);
    written.count += page.length;
    written.missing += missingCount;
    progress.report({
      message: l10n.t(
        '{0} of {1}',
        formatCount(written.count),
        formatCount(Math.max(source.count, written.count)),
      ),
      increment: (100 * page.length) / Math.max(1, source.count),
    });
    yield page;
    written.isCut = page.length < records.length || written.count === MAXIMUM_MESSAGES;
    if (written.isCut) return;
  }
  if (cancellation.isCancellationRequested) throw new CancelledError();
}

function tellWritten(
  source: ExportSource,
  { count, missing, isCut }: Written,
  target: Uri,
  file: string,
): void {
  const done = source.describeDone(count, file);
  const rest = [
    ...(missing === 0
      ? []
      : [
          forCount(
            missing,
            l10n.t('1 message was left out: its contents no longer exist.'),
            l10n.t('{0} messages were left out: their contents no longer exist.', formatCount(missing)),
          ),
        ]),
    ...(isCut
      ? [l10n.t('It stopped at {0} messages, the limit for a file.', formatCount(MAXIMUM_MESSAGES))]
      : []),
  ];
  const show = rest.length === 0 ? window.showInformationMessage : window.showWarningMessage;
  tellFailure(openOn(show([done, ...rest].join(' '), l10n.t('Open File')), target));
}

async function openOn(shown: Thenable<string | undefined>, target: Uri): Promise<void> {
  // By the workbench itself: an extension gets no document of more than 50 MB.
  if ((await shown) !== undefined) await commands.executeCommand('vscode.open', target);
}
