import { l10n } from 'vscode';
import type { AlarmCondition, AlarmInfo, AlarmStateValue } from '../../broker/protocol/alarms.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';

const SIGNS: Readonly<Record<AlarmCondition['comparison'], string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/** A condition that the editor asks for in words. */
export interface WordedCondition {
  readonly metricName: AlarmCondition['metricName'];
  readonly statistic: AlarmCondition['statistic'];
  readonly comparison: AlarmCondition['comparison'];
  /** Unit of the threshold. */
  readonly unit: 'messages' | 'seconds';
  /** Of a new alarm. */
  readonly threshold: number;
  /** What follows the name of the queue in the name of a new alarm. */
  readonly suffix: string;
  /** In the list of conditions. */
  readonly label: () => string;
  /** Such as `more than 100 messages wait for 2 min`. */
  readonly describe: (threshold: number, duration: string) => string;
}

/** The conditions that can be chosen, in the order of the list. */
export const WORDED_CONDITIONS: readonly WordedCondition[] = [
  {
    metricName: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    unit: 'messages',
    threshold: 100,
    suffix: 'waiting',
    label: () => l10n.t('Too many messages wait'),
    describe: (threshold, duration) =>
      forCount(
        threshold,
        l10n.t('more than 1 message waits for {0}', duration),
        l10n.t('more than {0} messages wait for {1}', formatCount(threshold), duration),
      ),
  },
  {
    metricName: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    unit: 'seconds',
    threshold: 300,
    suffix: 'old',
    label: () => l10n.t('The oldest message is too old'),
    describe: (threshold, duration) =>
      l10n.t('the oldest message is older than {0} for {1}', formatDuration(threshold * 1_000), duration),
  },
  {
    metricName: 'ApproximateNumberOfMessagesNotVisible',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    unit: 'messages',
    threshold: 100,
    suffix: 'in-flight',
    label: () => l10n.t('Too many messages are in flight'),
    describe: (threshold, duration) =>
      forCount(
        threshold,
        l10n.t('more than 1 message is in flight for {0}', duration),
        l10n.t('more than {0} messages are in flight for {1}', formatCount(threshold), duration),
      ),
  },
  {
    metricName: 'NumberOfMessagesSent',
    statistic: 'Sum',
    comparison: 'LessThanThreshold',
    unit: 'messages',
    threshold: 1,
    suffix: 'not-sent',
    label: () => l10n.t('Too few messages are sent'),
    describe: (threshold, duration) =>
      forCount(
        threshold,
        l10n.t('fewer than 1 message a minute is sent for {0}', duration),
        l10n.t('fewer than {0} messages a minute are sent for {1}', formatCount(threshold), duration),
      ),
  },
  {
    metricName: 'NumberOfMessagesDeleted',
    statistic: 'Sum',
    comparison: 'LessThanThreshold',
    unit: 'messages',
    threshold: 1,
    suffix: 'not-deleted',
    label: () => l10n.t('Too few messages are deleted'),
    describe: (threshold, duration) =>
      forCount(
        threshold,
        l10n.t('fewer than 1 message a minute is deleted for {0}', duration),
        l10n.t('fewer than {0} messages a minute are deleted for {1}', formatCount(threshold), duration),
      ),
  },
];

/** Minutes are the period of all conditions in words. */
export const WORDED_PERIOD_SECONDS = 60;

/** The words for a condition; undefined if there are none. */
export function findWorded(condition: AlarmCondition): WordedCondition | undefined {
  if (condition.periodSeconds !== WORDED_PERIOD_SECONDS) return undefined;
  return WORDED_CONDITIONS.find(
    ({ metricName, statistic, comparison }) =>
      metricName === condition.metricName &&
      statistic === condition.statistic &&
      comparison === condition.comparison,
  );
}

/** When an alarm goes off, in words if there are any. */
export function describeCondition(condition: AlarmCondition): string {
  const { metricName, statistic, comparison, threshold, periodSeconds, evaluationPeriods } = condition;
  const duration = formatDuration(periodSeconds * evaluationPeriods * 1_000);
  const worded = findWorded(condition);
  return worded === undefined
    ? l10n.t(
        '{0} ({1}) {2} {3} for {4}',
        metricName,
        statistic,
        SIGNS[comparison],
        formatCount(threshold),
        duration,
      )
    : worded.describe(threshold, duration);
}

/** What an alarm says, in words. */
export function describeAlarmState(state: AlarmStateValue): string {
  switch (state) {
    case 'OK':
      return l10n.t('OK');
    case 'ALARM':
      return l10n.t('in alarm');
    case 'INSUFFICIENT_DATA':
      return l10n.t('insufficient data');
  }
}

/** The row of an alarm behind its name. */
export function describeAlarm({ state, condition, actionsEnabled }: AlarmInfo): string {
  return [
    describeAlarmState(state),
    ...(condition === undefined ? [] : [describeCondition(condition)]),
    ...(actionsEnabled ? [] : [l10n.t('actions off')]),
  ].join(' · ');
}
