import * as l10n from '@vscode/l10n';
import type { PoolDecision, PoolState } from '../../broker/protocol/pools.ts';
import { unitOfMetric } from '../../broker/protocol/metricTable.ts';
import { sayMetric } from '../../broker/protocol/metricWords.ts';
import { formatCount, formatPercent } from '../shared/byteFormat.ts';
import { UNIT_AXES } from '../shared/chart/unitAxes.ts';
import { LANGUAGE } from '../shared/language.ts';
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

/** What decisions saw, by the names of the broker. */
const SEEN_TITLES: Readonly<Record<string, string>> = {
  value: l10n.t('Value'),
  threshold: l10n.t('Threshold'),
  adjustment: l10n.t('Adjustment'),
  adjustmentPercent: l10n.t('Adjustment'),
  exactCapacity: l10n.t('Exact capacity'),
  visible: l10n.t('Visible'),
  backlogPerConsumer: l10n.t('Backlog per process'),
  inService: l10n.t('In service'),
  target: l10n.t('Target'),
  count: l10n.t('Messages'),
  queueLength: l10n.t('Messages per process'),
};

/** What it saw: `Visible messages 120 · Threshold 50 · Adjustment +2`; empty: nothing. A broker may name what this does not know. */
export function writeMetrics({ metrics, metricName }: Pick<PoolDecision, 'metrics' | 'metricName'>): string {
  const unit = unitOfMetric(metricName ?? '');
  return Object.entries(metrics)
    .map(([name, value]) => {
      switch (name) {
        case 'value':
          return `${nameValue(metricName)} ${UNIT_AXES[unit].format(value)}`;
        case 'threshold':
          return `${nameSeen(name)} ${UNIT_AXES[unit].format(value)}`;
        case 'adjustment':
          return `${nameSeen(name)} ${writeSigned(value, formatNumber(Math.abs(value)))}`;
        case 'adjustmentPercent':
          return `${nameSeen(name)} ${writeSigned(value, formatPercent(Math.abs(value) / 100, 2))}`;
        default:
          return `${nameSeen(name)} ${formatNumber(value)}`;
      }
    })
    .join(' · ');
}

function nameSeen(name: string): string {
  return Object.hasOwn(SEEN_TITLES, name) ? (SEEN_TITLES[name] ?? name) : name;
}

/** By its metric, where that is known. */
function nameValue(metricName: string | undefined): string {
  if (metricName === undefined) return nameSeen('value');
  const words = sayMetric(metricName);
  return words.charAt(0).toLocaleUpperCase(LANGUAGE) + words.slice(1);
}

function writeSigned(value: number, size: string): string {
  return value === 0 ? size : `${value > 0 ? '+' : '−'}${size}`;
}

const formatNumber = UNIT_AXES.Count.format;

export const POOL_STATE_TITLES: Readonly<Record<PoolState, string>> = {
  idle: l10n.t('not running'),
  running: l10n.t('running'),
  stopping: l10n.t('stopping'),
  stopped: l10n.t('stopped'),
  failed: l10n.t('failed'),
};
