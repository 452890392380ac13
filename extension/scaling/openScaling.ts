import { l10n } from 'vscode';
import { listPools } from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { pick } from '../ground/pick.ts';
import type { ScalingPanels } from './scalingPanels.ts';

interface OpenScalingNeeds {
  readonly session: BrokerClient;
  readonly scalingPanels: ScalingPanels;
}

/** Shows how a pool scales: the one that it was called with, by its name or its row, or the user's choice. */
export async function openScaling(
  { session, scalingPanels }: OpenScalingNeeds,
  target?: unknown,
): Promise<void> {
  const name = nameOf(target) ?? (await askForPool(session));
  if (name !== undefined) scalingPanels.openScaling(name);
}

async function askForPool(session: BrokerClient): Promise<string | undefined> {
  const { pools } = await session.request(listPools, {});
  const choices = pools.map(({ definition: { name, queue } }) => ({
    label: name,
    description: queue,
    value: name,
  }));
  return pick(choices, {
    title: l10n.t('Open Scaling'),
    placeHolder: l10n.t('Pool'),
    matchOnDescription: true,
    none: { text: l10n.t('There are no pools. Declare one in queueside.json.') },
  });
}

/** @param target a pool's name, or a row that is about a pool */
function nameOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  const { pool } = Object(target) as {
    readonly pool?: { readonly definition?: { readonly name?: unknown } };
  };
  const name = pool?.definition?.name;
  return typeof name === 'string' ? name : undefined;
}
