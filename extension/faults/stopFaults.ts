import { l10n, window } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import type { BrokerSession } from '../broker/session.ts';
import { type PickQueueNeeds, pickQueues } from '../queues/pickQueue.ts';
import type { FaultStore } from './faultStore.ts';

/** Ends the faults of chosen queues. */
export async function stopFaults(
  services: PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickQueues(services, target, selection, {
    title: l10n.t('Stop Faults'),
    needs: ['faults'],
    accepts: ({ hasFaults }) => hasFaults === true,
    none: l10n.t('No queue has faults.'),
  });
  for (const { connection, queue } of picked) await connection.can.faults.clear(queue.arn);
}

export async function stopAllFaults({
  session,
  faults,
}: {
  readonly faults: FaultStore;
  readonly session: BrokerSession;
}): Promise<void> {
  faults.adopt(await session.request(clearFaults, {}));
  window.setStatusBarMessage(l10n.t('All faults are turned off.'), 5_000);
}
