import { l10n } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import { pickQueues, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { FaultStore } from './faultStore.ts';

interface Needs extends PickQueueNeeds {
  readonly faults: FaultStore;
}

/** Ends the faults of chosen queues. */
export async function stopFaults(services: Needs, target?: unknown, selection?: unknown): Promise<void> {
  const queues = await pickQueues(services, target, selection, {
    title: l10n.t('Stop Faults'),
    accepts: ({ hasFaults }) => hasFaults === true,
    none: l10n.t('No queue has faults.'),
  });
  for (const { arn } of queues) {
    services.faults.adopt(await services.session.request(clearFaults, { queueArn: arn }));
  }
}
