import { l10n } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import type { Services } from '../services.ts';
import { pickQueues } from '../queues/pickQueue.ts';

/** Ends the faults of chosen queues. */
export async function stopFaults(services: Services, target?: unknown, selection?: unknown): Promise<void> {
  const queues = await pickQueues(services, target, selection, {
    title: l10n.t('Stop Faults'),
    accepts: ({ hasFaults }) => hasFaults === true,
    none: l10n.t('No queue has faults.'),
  });
  for (const { arn } of queues) {
    services.faults.adopt(await services.session.request(clearFaults, { queueArn: arn }));
  }
}
