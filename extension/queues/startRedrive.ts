import { l10n } from 'vscode';
import { pickQueue, type PickQueueNeeds } from './pickQueue.ts';
import type { redriveByTask } from './redriveByTask.ts';

interface StartRedriveNeeds extends PickQueueNeeds {
  readonly loadPages: () => { readonly redriveByTask: typeof redriveByTask };
}

export async function startDlqRedrive(services: StartRedriveNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, {
    title: l10n.t('Start DLQ Redrive'),
    needs: ['moveTasks'],
  });
  if (picked) await services.loadPages().redriveByTask(picked);
}
