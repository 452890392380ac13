import { l10n } from 'vscode';
import type { Services } from '../services.ts';
import { confirmLoss, countUnstored } from './stopBroker.ts';

/** Ends the broker and starts it with the settings as they are now. */
export async function restartBroker({ session, queues, storage }: Services): Promise<void> {
  const lost = countUnstored(queues, storage);
  if (lost > 0 && !(await confirmLoss(lost, l10n.t('Restart')))) return;
  await session.restart();
}
