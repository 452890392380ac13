import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { l10n, Uri, window, workspace } from 'vscode';
import type { WithSession } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import { VIEWS } from '../ground/ids.ts';
import { readWholeTrace } from './traceExport.ts';
import { formatTraceHeader, formatTraceLine } from './traceFormat.ts';

/** Writes all that the trace keeps, with what the messages said, to a file of the user's choice. */
export async function saveTrace({ session }: WithSession): Promise<void> {
  const target = await window.showSaveDialog({
    title: l10n.t('Save Trace'),
    saveLabel: l10n.t('Save'),
    defaultUri: proposeFile(),
    filters: { [l10n.t('Trace (JSON Lines)')]: ['jsonl'] },
  });
  if (target === undefined) return;
  const path = target.fsPath;
  let count = 0;
  const lines = async function* (): AsyncGenerator<string> {
    yield formatTraceHeader(Date.now());
    for await (const page of readWholeTrace(session)) {
      count += page.length;
      yield page.map(formatTraceLine).join('');
    }
  };
  await window.withProgress({ location: { viewId: VIEWS.trace } }, async () => {
    try {
      await pipeline(Readable.from(lines()), createWriteStream(path));
    } catch (error) {
      // A half trace that looks like a whole one is worse than none.
      await rm(path, { force: true });
      throw error;
    }
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
