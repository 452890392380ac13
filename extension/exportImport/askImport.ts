import { l10n, window } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import type { FileFormat } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { pick } from '../ground/pick.ts';
import { formatCount } from '../ground/text.ts';
import { describeLine, describeLineProblem } from './problemText.ts';
import type { FileScan } from './scanFile.ts';
import type { FifoChoice } from './sendFile.ts';

/** Of lines that are left out, a question names so many. */
const NAMED_LINES = 5;

/** Asks what a FIFO queue needs and the file does not decide. @returns undefined when the user gave up */
export async function askForFifo(scan: FileScan): Promise<FifoChoice | undefined> {
  const title = l10n.t('Import Messages');
  let groupId = '';
  if (scan.withoutGroupCount > 0) {
    const typed = await window.showInputBox({
      ignoreFocusOut: true,
      title,
      prompt: forCount(
        scan.withoutGroupCount,
        l10n.t('Message group ID for the 1 message without one'),
        l10n.t('Message group ID for the {0} messages without one', formatCount(scan.withoutGroupCount)),
      ),
      value: 'imported',
      validateInput: (value) =>
        /^[!-~]{1,128}$/.test(value)
          ? undefined
          : l10n.t('Enter 1 to 128 letters, digits and punctuation characters.'),
    });
    if (typed === undefined) return undefined;
    groupId = typed;
  }
  if (scan.withDeduplicationIdCount === 0) return { groupId, keepsDeduplicationIds: false };
  const keepsDeduplicationIds = await pick(
    [
      {
        label: l10n.t('New deduplication IDs'),
        detail: l10n.t('Every message of the file is stored.'),
        value: false,
      },
      {
        label: l10n.t('The deduplication IDs of the file'),
        detail: l10n.t('A message is not stored if its ID was used in the last 5 minutes.'),
        value: true,
      },
    ],
    { title, placeHolder: l10n.t('Deduplication IDs'), none: { text: '' } },
  );
  return keepsDeduplicationIds === undefined ? undefined : { groupId, keepsDeduplicationIds };
}

/** Shows what will be sent. */
export async function confirmImport(
  { queue: { name, kind } }: PlacedQueue,
  file: string,
  format: FileFormat,
  { messageCount, withDeduplicationIdCount, badCount, bad }: FileScan,
): Promise<boolean> {
  const action = l10n.t('Import');
  const named = bad
    .slice(0, NAMED_LINES)
    .map((each) => describeLine(format, each.line, describeLineProblem(each.problem)));
  const detail = [
    l10n.t('The messages are sent as new ones: with new message IDs, now, and with a receive count of 0.'),
    ...(kind === 'standard' && withDeduplicationIdCount > 0
      ? [l10n.t('Their deduplication IDs are left out: a standard queue has none.')]
      : []),
    ...(badCount === 0
      ? []
      : [
          '',
          format === 'csv'
            ? forCount(
                badCount,
                l10n.t('1 row is left out:'),
                l10n.t('{0} rows are left out:', formatCount(badCount)),
              )
            : forCount(
                badCount,
                l10n.t('1 line is left out:'),
                l10n.t('{0} lines are left out:', formatCount(badCount)),
              ),
          ...named,
          ...(badCount > named.length ? ['…'] : []),
        ]),
  ].join('\n');
  const question = forCount(
    messageCount,
    l10n.t('Import 1 message from {0} into {1}?', file, name),
    l10n.t('Import {0} messages from {1} into {2}?', formatCount(messageCount), file, name),
  );
  return (await window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}
