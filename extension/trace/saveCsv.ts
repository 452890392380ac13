import { l10n, Uri, window, workspace } from 'vscode';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';

/** Writes events, which the panel has as CSV, to a file of the user's choice. */
export async function saveCsv(csv: string, count: number): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Export Events'),
    saveLabel: l10n.t('Export'),
    filters: { [l10n.t('CSV')]: ['csv'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, 'events.csv') }),
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(csv));
  window.setStatusBarMessage(
    forCount(count, l10n.t('Exported 1 event'), l10n.t('Exported {0} events', formatCount(count))),
    5_000,
  );
}
