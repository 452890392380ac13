import { l10n } from 'vscode';
import { showMissing } from '../ground/missing.ts';
import { pickProcess, type PickPoolNeeds } from './pickPool.ts';
import type { ProcessOutputs } from '../processes/processOutputs.ts';

export interface OpenPoolOutputNeeds extends PickPoolNeeds {
  readonly outputs: ProcessOutputs;
}

/** Shows what a process prints, in a terminal. */
export async function openPoolOutput(needs: OpenPoolOutputNeeds, target?: unknown): Promise<void> {
  const { outputs } = needs;
  const picked = await pickProcess(needs, target, {
    title: l10n.t('Open Output'),
    accepts: ({ process }) => outputs.has(process.name),
  });
  if (picked === undefined || outputs.show(picked.process.name)) return;
  const text = l10n.t('Another program runs {0}, and has its output.', picked.process.name);
  void showMissing({ text });
}
