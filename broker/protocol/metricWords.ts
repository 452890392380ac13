import * as l10n from '@vscode/l10n';
import { type MetricUnit, unitOfMetric } from './metricTable.ts';
import { writeSeconds } from './duration.ts';

/** Metrics as a reader says them, for the middle of a sentence; by name. */
const WORDS: Readonly<Record<string, () => string>> = {
  ApproximateNumberOfMessagesVisible: () => l10n.t('visible messages'),
  ApproximateNumberOfMessagesNotVisible: () => l10n.t('messages in flight'),
  ApproximateNumberOfMessagesDelayed: () => l10n.t('delayed messages'),
  ApproximateNumberOfGroupsWithInflightMessages: () => l10n.t('groups with messages in flight'),
  ApproximateNumberOfNoisyGroups: () => l10n.t('noisy groups'),
  ApproximateNumberOfMessagesVisibleInQuietGroups: () => l10n.t('visible messages in quiet groups'),
  ApproximateNumberOfMessagesNotVisibleInQuietGroups: () => l10n.t('messages in flight in quiet groups'),
  ApproximateNumberOfMessagesDelayedInQuietGroups: () => l10n.t('delayed messages in quiet groups'),
  ApproximateAgeOfOldestMessage: () => l10n.t('the age of the oldest message'),
  ApproximateAgeOfOldestMessageInQuietGroups: () => l10n.t('the age of the oldest message in quiet groups'),
  NumberOfMessagesSent: () => l10n.t('sent messages'),
  NumberOfMessagesReceived: () => l10n.t('received messages'),
  NumberOfMessagesDeleted: () => l10n.t('deleted messages'),
  NumberOfEmptyReceives: () => l10n.t('empty receives'),
  NumberOfDeduplicatedSentMessages: () => l10n.t('deduplicated messages'),
  SentMessageSize: () => l10n.t('the size of sent messages'),
};

/** `visible messages`; a metric that is no metric of a queue by its name. */
export function sayMetric(metricName: string): string {
  return Object.hasOwn(WORDS, metricName) ? (WORDS[metricName]?.() ?? metricName) : metricName;
}

/** `the maximum of visible messages`; statistics that are none of these, such as `p99`, by their names. */
export function sayStatistic(metricName: string, statistic: string): string {
  const metric = sayMetric(metricName);
  switch (statistic) {
    case 'Average':
      return l10n.t('the average of {0}', metric);
    case 'Maximum':
      return l10n.t('the maximum of {0}', metric);
    case 'Minimum':
      return l10n.t('the minimum of {0}', metric);
    case 'Sum':
      return l10n.t('the sum of {0}', metric);
    case 'SampleCount':
      return l10n.t('the number of samples of {0}', metric);
    default:
      return l10n.t('the {0} of {1}', statistic, metric);
  }
}

/** The unit of the values of a statistic: numbers of samples are counts. */
export function unitOf(metricName: string, statistic: string): MetricUnit {
  return statistic === 'SampleCount' ? 'Count' : unitOfMetric(metricName);
}

/** A value in its unit, exactly: `100`, `5 minutes`, `1.5 seconds`, `256 KiB`. */
export function sayValue(value: number, unit: MetricUnit, formatCount: (count: number) => string): string {
  if (unit === 'Seconds') return writeSeconds(value, formatCount);
  return unit === 'Bytes' ? writeBytes(value, formatCount) : formatCount(value);
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** Exactly: `1 MiB`, `256 KiB`, `1 byte`, `1,000 bytes`. */
export function writeBytes(bytes: number, formatCount: (count: number) => string): string {
  if (bytes > 0 && bytes % MIB === 0) return `${formatCount(bytes / MIB)} MiB`;
  if (bytes > 0 && bytes % KIB === 0) return `${formatCount(bytes / KIB)} KiB`;
  return bytes === 1 ? l10n.t('1 byte') : l10n.t('{0} bytes', formatCount(bytes));
}
