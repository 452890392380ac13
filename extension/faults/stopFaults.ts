import { l10n, window } from 'vscode';
import { clearFaults } from '../../broker/protocol/faults.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { changeEach } from '../ground/changeEach.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { tellChange } from '../ground/tellChange.ts';
import { type PickQueueNeeds, pickQueues } from '../queues/pickQueue.ts';
import { joinNames } from '../queues/queueLines.ts';
import type { FaultStore } from './faultStore.ts';
import type { GatewayFaults } from './gatewayFaults.ts';

/** Ends the faults of chosen queues. */
export async function stopFaults(
  services: PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickQueues(services, target, selection, {
    title: l10n.t('Stop Faults'),
    needs: ['faults'],
    accepts: ({ arn, hasFaults }, { can }) => hasFaults === true || can.faults?.find(arn) !== undefined,
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
  gatewayFaults,
}: {
  readonly faults: FaultStore;
  readonly gatewayFaults: GatewayFaults;
  readonly session: BrokerClient;
}): Promise<void> {
  // A request would start the broker, which has none then.
  if (session.state.kind === 'running') faults.adopt(await session.request(clearFaults, {}));
  await gatewayFaults.clearAll();
  window.setStatusBarMessage(l10n.t('All faults are turned off.'), 5_000);
}
