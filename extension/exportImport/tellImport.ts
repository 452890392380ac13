import { l10n, window } from 'vscode';
import type { CapabilitiesOf } from '../connections/capabilities.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import { readTime } from '../connections/readTime.ts';
import type { FileFormat } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { takeBack, type Told } from '../ground/tellChange.ts';
import { formatCount } from '../ground/text.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import type { RecentImport, RecentImports } from '../queues/undo/recentImports.ts';
import { describeLine, describeLineProblem } from './problemText.ts';
import type { FileScan } from './scanFile.ts';
import type { ImportOutcome } from './sendFile.ts';

interface TellingTools {
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
  readonly imports: Pick<RecentImports, 'add' | 'remove'>;
}

interface FinishedImport {
  /** Of the file. */
  readonly name: string;
  readonly format: FileFormat;
  readonly scan: FileScan;
  readonly outcome: ImportOutcome;
}

/** Of the delete method. */
const DELETED_AT_A_TIME = 1_000;

/** Says what was imported and what was not, with buttons that delete it again and list the lines that failed. */
export async function tellImport(
  { texts, imports }: TellingTools,
  placed: PlacedQueue,
  finished: FinishedImport,
): Promise<void> {
  const { outcome, scan } = finished;
  const { change } = placed.connection.can;
  const recent =
    change && outcome.sentCount > 0 && outcome.sentIds !== undefined
      ? remember(imports, change, placed, outcome.sentIds)
      : undefined;
  const undo = recent === undefined ? [] : [l10n.t('Undo')];
  const lines = outcome.failedCount + scan.badCount > 0 ? [l10n.t('Show What Was Left Out')] : [];
  const isWhole = outcome.failedCount === 0 && !outcome.isCancelled && outcome.stopReason === undefined;
  const show = isWhole ? window.showInformationMessage : window.showWarningMessage;
  const choice = await show(describeOutcome(placed.queue.name, finished), ...undo, ...lines);
  if (choice === undefined) return;
  if (choice === lines[0]) await texts.show(`${finished.name}.txt`, listLines(finished));
  else if (recent !== undefined) await takeBack(recent.undo);
}

/** Puts the import among the changes that can be undone, until it is. */
function remember(
  imports: TellingTools['imports'],
  change: CapabilitiesOf<'change'>['change'],
  placed: PlacedQueue,
  messageIds: readonly string[],
): RecentImport {
  const recent: RecentImport = {
    connection: placed.connection,
    queueArn: placed.queue.arn,
    at: readTime(placed.connection),
    messages: messageIds.length,
    undo: () => deleteAgain(change, placed, messageIds, () => imports.remove(recent)),
  };
  imports.add(recent);
  return recent;
}

function describeOutcome(queueName: string, { name, format, outcome }: FinishedImport): string {
  const { sentCount, duplicateCount, failedCount, failed, isCancelled, stopReason } = outcome;
  const [first] = failed;
  return [
    ...(isCancelled ? [l10n.t('The import was canceled.')] : []),
    forCount(
      sentCount,
      l10n.t('Imported 1 message from {0} into {1}.', name, queueName),
      l10n.t('Imported {0} messages from {1} into {2}.', formatCount(sentCount), name, queueName),
    ),
    ...(duplicateCount === 0
      ? []
      : [
          forCount(
            duplicateCount,
            l10n.t('1 was a duplicate.'),
            l10n.t('{0} were duplicates.', formatCount(duplicateCount)),
          ),
        ]),
    ...(first === undefined
      ? []
      : [
          forCount(
            failedCount,
            l10n.t('1 was rejected.'),
            l10n.t('{0} were rejected.', formatCount(failedCount)),
          ),
          describeLine(format, first.line, first.reason),
        ]),
    ...(stopReason === undefined ? [] : [l10n.t('The import stopped: {0}', stopReason)]),
  ].join(' ');
}

function listLines({ format, scan, outcome }: FinishedImport): string {
  const all = [
    ...scan.bad.map(({ line, problem }) => ({ line, reason: describeLineProblem(problem) })),
    ...outcome.failed,
  ].toSorted((one, other) => one.line - other.line);
  const rest = scan.badCount + outcome.failedCount - all.length;
  return `${[...all.map(({ line, reason }) => describeLine(format, line, reason)), ...(rest > 0 ? ['…'] : [])].join('\n')}\n`;
}

/** Deletes what was imported, as far as it still waits. @param onTried all of it was tried: a second try would find nothing */
async function deleteAgain(
  change: CapabilitiesOf<'change'>['change'],
  { queue }: PlacedQueue,
  messageIds: readonly string[],
  onTried: () => void,
): Promise<Told> {
  let count = 0;
  let failure: string | undefined;
  try {
    for (let start = 0; start < messageIds.length; start += DELETED_AT_A_TIME) {
      const part = messageIds.slice(start, start + DELETED_AT_A_TIME);
      count += (await change.delete({ queueArn: queue.arn, messageIds: part })).done.length;
    }
    onTried();
  } catch (error) {
    if (count === 0) throw error;
    failure = error instanceof Error ? error.message : String(error);
  }
  const gone = messageIds.length - count;
  const text = forCount(
    count,
    l10n.t('Deleted 1 message from {0}.', queue.name),
    l10n.t('Deleted {0} messages from {1}.', formatCount(count), queue.name),
  );
  if (failure !== undefined) return { text, problem: l10n.t('The rest failed: {0}', failure) };
  if (gone === 0) return { text };
  const problem = forCount(
    gone,
    l10n.t('1 imported message was no longer in the queue.'),
    l10n.t('{0} imported messages were no longer in the queue.', formatCount(gone)),
  );
  return { text, problem };
}
