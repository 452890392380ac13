import * as l10n from '@vscode/l10n';
import { MAXIMUM_POOLS, type PoolDefinition } from '../protocol/poolDefinition.ts';
import type { DefinitionFault, DefinitionTarget } from './definition.ts';

/** The pools of a text for which there is no room beside those of clients and other files. */
export function findPoolFaults(
  { pools }: Pick<DefinitionTarget, 'pools'>,
  wanted: readonly PoolDefinition[],
  source: string,
): readonly DefinitionFault[] {
  const names = new Set(wanted.map(({ name }) => name));
  const others = pools.all.filter(({ name, origin }) => origin.source !== source && !names.has(name));
  const first = wanted[MAXIMUM_POOLS - others.length];
  if (first === undefined) return [];
  const message = l10n.t('There are {0} pools, which is the limit.', MAXIMUM_POOLS);
  return [{ path: ['pools', first.name], message }];
}
