import { l10n, window } from 'vscode';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import { askForFaults } from './faultMenu.ts';
import { describeFaults } from './faultText.ts';

/** Makes go wrong, on one queue and on purpose, what goes wrong in production by chance. */
export async function injectFaults(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, { title: l10n.t('Inject Faults'), needs: ['faults'] });
  if (!picked) return;
  const { queue } = picked;
  const { faults } = picked.connection.can;
  const plan = faults.find(queue.arn);
  const before = { faults: plan?.faults ?? {}, seed: plan?.seed ?? 1, keep: plan?.keep ?? false };
  const choice = await askForFaults(queue.name, queue.kind, before, faults.absent);
  if (!choice) return;
  await faults.set({ queueArn: queue.arn, ...choice });
  const text = describeFaults(choice.faults);
  window.setStatusBarMessage(
    text === ''
      ? l10n.t('No faults on {0}.', queue.name)
      : l10n.t('Faults on {0}: {1}; seed {2}.', queue.name, text, choice.seed),
    5_000,
  );
}
