import * as l10n from '@vscode/l10n';
import type { PoolDecision, PoolState } from '../../broker/protocol/pools.ts';
import { formatCount, formatDecimal } from '../shared/byteFormat.ts';
import { formatDate, formatTick, noonOf } from '../shared/timeFormat.ts';

/** `14:02:11`, with the date where the chart has several days. */
export function writeMoment(
  time: number,
  { from, until }: { readonly from: number; readonly until: number },
): string {
  const text = formatTick(time, 1_000);
  return noonOf(from) === noonOf(until) ? text : `${formatDate(time)}, ${text}`;
}

const POLICY_TITLES: Readonly<Record<string, string>> = {
  targetTracking: l10n.t('Target tracking'),
  step: l10n.t('Step scaling'),
  simple: l10n.t('Simple scaling'),
  keda: 'KEDA',
  scheduled: l10n.t('Scheduled action'),
  user: l10n.t('A user'),
};

/** Who decided. */
export function namePolicy({ policy }: Pick<PoolDecision, 'policy'>): string {
  return Object.hasOwn(POLICY_TITLES, policy) ? (POLICY_TITLES[policy] ?? policy) : policy;
}

/** `1 → 3`. */
export function writeChange({ from, to }: Pick<PoolDecision, 'from' | 'to'>): string {
  return `${formatCount(from)} → ${formatCount(to)}`;
}

/** What it saw: `value 120 · threshold 50`; empty: nothing. */
export function writeMetrics({ metrics }: Pick<PoolDecision, 'metrics'>): string {
  return Object.entries(metrics)
    .map(
      ([name, value]) => `${name} ${Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 2)}`,
    )
    .join(' · ');
}

export const POOL_STATE_TITLES: Readonly<Record<PoolState, string>> = {
  idle: l10n.t('not running'),
  running: l10n.t('running'),
  stopping: l10n.t('stopping'),
  stopped: l10n.t('stopped'),
  failed: l10n.t('failed'),
};
