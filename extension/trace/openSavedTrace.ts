import { basename } from 'node:path';
import { l10n, window } from 'vscode';
import { VIEWS } from '../ground/ids.ts';
import { readTraceFile } from './traceFile.ts';
import { describeTraceProblem } from './traceLines.ts';
import type { TracePanel } from './tracePanel.ts';

/** Shows a trace from a file in the trace view, instead of the live one. */
export async function openSavedTrace({ trace }: { readonly trace: TracePanel }): Promise<void> {
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
  if (result.ok) await trace.showSaved({ file, trace: result.trace });
  else void window.showErrorMessage(describeTraceProblem(result.problem, fileName));
}
