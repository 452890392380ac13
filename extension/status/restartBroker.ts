import { l10n } from 'vscode';
import type { BrokerSession } from '../broker/session.ts';
import type { QueueStore } from '../queues/queueStore.ts';
import type { StorageStore } from '../storage/storageStore.ts';
import { confirmLoss, countUnstored } from './stopBroker.ts';

/** Ends the broker and starts it with the settings as they are now. */
export async function restartBroker({
  session,
  queues,
  storage,
}: {
  readonly queues: QueueStore;
  readonly session: BrokerSession;
  readonly storage: StorageStore;
}): Promise<void> {
  const lost = countUnstored(queues, storage);
  if (lost > 0 && !(await confirmLoss(lost, l10n.t('Restart')))) return;
  await session.restart();
}
