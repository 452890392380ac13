import { type ExtensionContext, l10n, window } from 'vscode';
import type { TableRow } from '../../webview/protocol.ts';
import { saveTable } from '../fileFormats/saveTable.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';

/** Writes events to a file of the user's choice. @param rows the names of the columns first */
export async function saveCsv(
  context: Pick<ExtensionContext, 'asAbsolutePath'>,
  rows: readonly TableRow[],
): Promise<void> {
  const isSaved = await saveTable(context, rows, {
    title: l10n.t('Export Events'),
    saveLabel: l10n.t('Export'),
    fileName: 'events.csv',
  });
  if (!isSaved) return;
  const count = rows.length - 1;
  window.setStatusBarMessage(
    forCount(count, l10n.t('Exported 1 event'), l10n.t('Exported {0} events', formatCount(count))),
    5_000,
  );
}
