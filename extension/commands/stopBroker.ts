import { l10n, window } from 'vscode';
import type { Services } from '../services.ts';
import { countMessages } from '../views/queueText.ts';

/** Stops the broker for all windows; asks first when messages would be lost. */
export async function stopBrokerCommand({ session, queues }: Services): Promise<void> {
  const lost = queues.queues.reduce((sum, { counts }) => sum + countMessages(counts), 0);
  if (lost > 0 && !(await confirmLoss(lost, l10n.t('Stop')))) return;
  await session.stop();
}

/** Asks whether what the broker holds in memory may go. */
export async function confirmLoss(messages: number, action: string): Promise<boolean> {
  const choice = await window.showWarningMessage(
    l10n.t('The broker keeps its queues in memory. {0} messages will be lost.', messages),
    { modal: true },
    action,
  );
  return choice === action;
}
