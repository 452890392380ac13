import * as l10n from '@vscode/l10n';
import type { MetricRow } from '../../broker/protocol/metricTable.ts';
import { formatDate, formatTick, noonOf } from '../shared/timeFormat.ts';
import { queueNameOf } from '../shared/queueName.ts';
import type { MetricsReading } from '../metricsProtocol.ts';

export const GROUP_TITLES: Readonly<Record<MetricRow['group'], string>> = {
  messages: l10n.t('Messages'),
  age: l10n.t('Age'),
  throughput: l10n.t('Throughput'),
  size: l10n.t('Size'),
};

/** When a period began: `14:02`, with the date where the chart has several days. */
export function writePeriod(time: number, { periodSeconds, from, until }: MetricsReading): string {
  const text = formatTick(time, Math.min(3_600, periodSeconds) * 1000);
  return noonOf(from) === noonOf(until) ? text : `${formatDate(time)}, ${text}`;
}

/** `images`, `images, orders`, `images and 2 others`. */
export function nameQueues(queueArns: readonly string[]): string {
  const [first = '', second] = queueArns.map(queueNameOf);
  if (second === undefined) return first;
  return queueArns.length === 2
    ? l10n.t('{0} and {1}', first, second)
    : l10n.t('{0} and {1} others', first, queueArns.length - 1);
}
