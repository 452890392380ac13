import { join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { forCount } from '../ground/forCount.ts';
import { VIEWS } from '../ground/ids.ts';
import { writeWhole } from '../ground/writeWhole.ts';
import { readWholeTrace } from './traceExport.ts';
import { formatTraceHeader, formatTraceLine } from './traceFormat.ts';
import type { TracePanel } from './tracePanel.ts';
import { askSource } from './traceSource.ts';

/** Writes all that the trace keeps, with what the messages said, to a file of the user's choice. */
export async function saveTrace({ trace }: { readonly trace: TracePanel }): Promise<void> {
  const { connection } = trace.source;
  const client = askSource(trace.source);
  const target = await window.showSaveDialog({
    title: l10n.t('Save Trace'),
    saveLabel: l10n.t('Save'),
    defaultUri: proposeFile(),
    filters: { [l10n.t('Trace (JSON Lines)')]: ['jsonl'] },
  });
  if (target === undefined) return;
  let count = 0;
  const lines = async function* (): AsyncGenerator<string> {
    yield formatTraceHeader(Date.now(), connection.remote === undefined ? undefined : connection.name);
    for await (const page of readWholeTrace(client)) {
      count += page.length;
      yield page.map(formatTraceLine).join('');
    }
  };
  await window.withProgress({ location: { viewId: VIEWS.trace } }, async () => {
    await writeWhole(target.fsPath, lines());
  });
  window.setStatusBarMessage(
    forCount(count, l10n.t('Saved 1 event'), l10n.t('Saved {0} events', count)),
    5000,
  );
}

function proposeFile(): Uri {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '-');
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return Uri.file(join(folder, `trace-${stamp}.jsonl`));
}
