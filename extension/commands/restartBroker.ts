import { l10n } from 'vscode';
import type { Services } from '../services.ts';
import { countMessages } from '../views/queueText.ts';
import { confirmLoss } from './stopBroker.ts';

/** Ends the broker and starts it with the settings as they are now. */
export async function restartBroker({ session, queues }: Services): Promise<void> {
  const lost = queues.queues.reduce((sum, { counts }) => sum + countMessages(counts), 0);
  if (lost > 0 && !(await confirmLoss(lost, l10n.t('Restart')))) return;
  await session.restart();
}
