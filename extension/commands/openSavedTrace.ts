import { basename } from 'node:path';
import { l10n, window } from 'vscode';
import { VIEWS } from '../ids.ts';
import { readTraceFile, type SavedTraceResult } from '../panels/traceFile.ts';
import type { Services } from '../services.ts';

/** Shows a trace from a file in the trace view, instead of the live one. */
export async function openSavedTrace({ trace }: Services): Promise<void> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('Open Saved Trace'),
      openLabel: l10n.t('Open'),
      filters: { [l10n.t('Trace (JSON Lines)')]: ['jsonl'] },
    })) ?? [];
  if (file === undefined) return;
  const fileName = basename(file.fsPath);
  const result = await window.withProgress({ location: { viewId: VIEWS.trace } }, () =>
    readTraceFile(file.fsPath),
  );
  if (result.ok) await trace.showSaved(file, result.trace);
  else void window.showErrorMessage(describeProblem(result.problem, fileName));
}

function describeProblem(
  problem: (SavedTraceResult & { readonly ok: false })['problem'],
  file: string,
): string {
  switch (problem) {
    case 'notATrace':
      return l10n.t('{0} is not a saved trace.', file);
    case 'newerVersion':
      return l10n.t('{0} was saved by another version of Queueside, which this one cannot read.', file);
  }
}
