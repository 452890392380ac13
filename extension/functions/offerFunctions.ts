import { l10n, window } from 'vscode';
import type { RunMemory, RunMode } from './runMemory.ts';

/** Offers to run the functions again that this window ran before it was reloaded. */
export async function offerFunctions(
  memory: RunMemory,
  run: (runs: ReadonlyMap<string, RunMode>) => Promise<void>,
): Promise<void> {
  const runs = memory.list();
  if (runs.size === 0) return;
  // It is offered once: what runs again is remembered again.
  await memory.clear();
  const again = l10n.t('Run Again');
  const text = l10n.t('This window ran these functions before: {0}', [...runs.keys()].join(', '));
  if ((await window.showInformationMessage(text, again)) === again) await run(runs);
}
