import { l10n, window } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { changeEach } from '../ground/changeEach.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { tellChange } from '../ground/tellChange.ts';
import { type PickQueueNeeds, pickQueues } from '../queues/pickQueue.ts';
import { joinNames } from '../queues/queueLines.ts';
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
    none: {
      text: l10n.t('No queue has faults.'),
      remedy: { title: l10n.t('Inject Faults…'), command: COMMANDS.injectFaults },
    },
  });
  if (picked.length === 0) return;
  const { done, problem } = await changeEach(
    picked,
    ({ queue }) => queue.name,
    ({ connection, queue }) => connection.can.faults.clear(queue.arn),
  );
  const names = joinNames(done.map(({ item }) => item.queue.name));
  tellChange({ text: l10n.t('Stopped the faults of {0}.', names), problem });
}

export async function stopAllFaults({
  session,
  faults,
}: {
  readonly faults: FaultStore;
  readonly session: BrokerClient;
}): Promise<void> {
  faults.adopt(await session.request(clearFaults, {}));
  window.setStatusBarMessage(l10n.t('All faults are turned off.'), 5_000);
}
