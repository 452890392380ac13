import { type ExtensionContext, l10n, Uri, window, workspace } from 'vscode';
import type { TableRow } from '../../webview/protocol.ts';
import { loadFileFormats } from '../fileFormats/loadFileFormats.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';

/** Writes events to a file of the user's choice. @param rows the names of the columns first */
export async function saveCsv(
  context: Pick<ExtensionContext, 'asAbsolutePath'>,
  rows: readonly TableRow[],
): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Export Events'),
    saveLabel: l10n.t('Export'),
    filters: { [l10n.t('CSV')]: ['csv'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, 'events.csv') }),
  });
  if (target === undefined) return;
  const csv = loadFileFormats(context).formatTable(rows);
  await workspace.fs.writeFile(target, new TextEncoder().encode(csv));
  const count = rows.length - 1;
  window.setStatusBarMessage(
    forCount(count, l10n.t('Exported 1 event'), l10n.t('Exported {0} events', formatCount(count))),
    5_000,
  );
}
