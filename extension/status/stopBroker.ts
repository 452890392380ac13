import { l10n, window } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import { countMessages } from '../queues/queueText.ts';
import type { StorageStore } from '../storage/storageStore.ts';

/** Stops the broker for all windows; asks first when messages would be lost. */
export async function stopBrokerCommand({
  session,
  queues,
  storage,
}: {
  readonly queues: QueueStore;
  readonly session: BrokerClient;
  readonly storage: StorageStore;
}): Promise<void> {
  const lost = countUnstored(queues, storage);
  if (lost > 0 && !(await confirmLoss(lost, l10n.t('Stop')))) return;
  await session.stop();
}

/** Messages that end with the broker. */
export function countUnstored(queues: QueueStore, storage: StorageStore): number {
  if (storage.state !== undefined && storage.state.durability !== 'none') return 0;
  return queues.queues.reduce((sum, { counts }) => sum + countMessages(counts), 0);
}

/** Asks whether what the broker holds in memory may go. */
export async function confirmLoss(messages: number, action: string): Promise<boolean> {
  const choice = await window.showWarningMessage(
    forCount(
      messages,
      l10n.t('The broker keeps its queues in memory. 1 message will be lost.'),
      l10n.t('The broker keeps its queues in memory. {0} messages will be lost.', messages),
    ),
    { modal: true },
    action,
  );
  return choice === action;
}

/** Ends the broker and starts it with the settings as they are now. */
export async function restartBroker({
  session,
  queues,
  storage,
}: {
  readonly queues: QueueStore;
  readonly session: BrokerClient;
  readonly storage: StorageStore;
}): Promise<void> {
  const lost = countUnstored(queues, storage);
  if (lost > 0 && !(await confirmLoss(lost, l10n.t('Restart')))) return;
  await session.restart();
}
