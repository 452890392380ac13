import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';
import type { PoolInfo, PoolProcess } from '../protocol/pools.ts';
import { formatTable } from './formatTable.ts';

/** A table of pools for reading; a line says that there are none. */
export function formatPools(pools: readonly PoolInfo[]): string {
  if (pools.length === 0) return `${l10n.t('There are no pools.')}\n`;
  const head = [
    l10n.t('pool'),
    l10n.t('queue'),
    l10n.t('state'),
    l10n.t('desired'),
    l10n.t('in service'),
    l10n.t('running'),
    l10n.t('crashes'),
  ];
  const table = formatTable([head, ...pools.map(listCells)]);
  const failures = pools.flatMap(({ definition, failure }) =>
    failure === undefined ? [] : [`${definition.name}: ${failure}`],
  );
  return [...table, ...failures, ''].join('\n');
}

function listCells({ definition, state, desired, processes, crashes }: PoolInfo): readonly string[] {
  const running = processes.filter(({ end }) => end === undefined);
  const inService = running.filter((process: PoolProcess) => process.state === 'inService');
  return [
    definition.name,
    definition.queue,
    state,
    formatNumber(desired),
    formatNumber(inService.length),
    formatNumber(running.length),
    formatNumber(crashes),
  ];
}
