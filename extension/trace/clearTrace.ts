import { l10n, window } from 'vscode';
import type { TracePanel } from './tracePanel.ts';

/** Clears the live trace in the process that has it and on the screen. */
export async function clearTrace({ trace }: { readonly trace: TracePanel }): Promise<void> {
  await trace.clear();
  window.setStatusBarMessage(l10n.t('Cleared the trace.'), 5_000);
}
