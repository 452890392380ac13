import { l10n, window } from 'vscode';
import { setFaults } from '../../broker/protocol/faults.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import { askForFaults } from './faultMenu.ts';
import type { FaultStore } from './faultStore.ts';
import { describeFaults } from './faultText.ts';

interface Needs extends PickQueueNeeds {
  readonly faults: FaultStore;
}

/** Makes go wrong, on one queue and on purpose, what goes wrong in production by chance. */
export async function injectFaults(services: Needs, target?: unknown): Promise<void> {
  const queue = await pickQueue(services, target, { title: l10n.t('Inject Faults') });
  if (!queue) return;
  const plan = services.faults.find(queue.arn);
  const before = { faults: plan?.faults ?? {}, seed: plan?.seed ?? 1, keep: plan?.keep ?? false };
  const choice = await askForFaults(queue.name, queue.kind, before);
  if (!choice) return;
  services.faults.adopt(await services.session.request(setFaults, { queueArn: queue.arn, ...choice }));
  const text = describeFaults(l10n.t, choice.faults);
  window.setStatusBarMessage(
    text === ''
      ? l10n.t('No faults on {0}.', queue.name)
      : l10n.t('Faults on {0}: {1}; seed {2}.', queue.name, text, choice.seed),
    5_000,
  );
}
