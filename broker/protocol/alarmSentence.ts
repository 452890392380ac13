import * as l10n from '@vscode/l10n';
import type { AlarmCondition, Comparison } from './alarms.ts';

/** How numbers are written where the sentence is shown. */
export interface SentenceFormats {
  formatCount(count: number): string;
  /** Such as `2 min`. */
  formatDuration(durationMs: number): string;
}

const SIGNS: Readonly<Record<Comparison, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/** Minutes are the period of all conditions in words. */
const PERIOD_SECONDS = 60;

/** `count` is the threshold as it is written. */
type Words = (threshold: number, count: string, duration: string, formats: SentenceFormats) => string;

/** By metric, statistic and comparison. */
const WORDS: Readonly<Record<string, Words>> = {
  'ApproximateNumberOfMessagesVisible Maximum GreaterThanThreshold': (threshold, count, duration) =>
    forCount(
      threshold,
      l10n.t('more than 1 message is visible for {0}', duration),
      l10n.t('more than {0} messages are visible for {1}', count, duration),
    ),
  'ApproximateNumberOfMessagesVisible Maximum LessThanThreshold': (threshold, count, duration) =>
    forCount(
      threshold,
      l10n.t('fewer than 1 message is visible for {0}', duration),
      l10n.t('fewer than {0} messages are visible for {1}', count, duration),
    ),
  'ApproximateAgeOfOldestMessage Maximum GreaterThanThreshold': (threshold, _, duration, formats) =>
    l10n.t(
      'the oldest message is older than {0} for {1}',
      formats.formatDuration(threshold * 1_000),
      duration,
    ),
  'ApproximateNumberOfMessagesNotVisible Maximum GreaterThanThreshold': (threshold, count, duration) =>
    forCount(
      threshold,
      l10n.t('more than 1 message is in flight for {0}', duration),
      l10n.t('more than {0} messages are in flight for {1}', count, duration),
    ),
  'NumberOfMessagesSent Sum LessThanThreshold': (threshold, count, duration) =>
    forCount(
      threshold,
      l10n.t('fewer than 1 message a minute is sent for {0}', duration),
      l10n.t('fewer than {0} messages a minute are sent for {1}', count, duration),
    ),
  'NumberOfMessagesDeleted Sum LessThanThreshold': (threshold, count, duration) =>
    forCount(
      threshold,
      l10n.t('fewer than 1 message a minute is deleted for {0}', duration),
      l10n.t('fewer than {0} messages a minute are deleted for {1}', count, duration),
    ),
};

/**
 * When an alarm is in alarm, for a place behind "if": in words such as `more than 100 messages are visible for 2 min`, if
 * there are any. They are for conditions that all periods have to meet: what 2 of 3 do, they cannot say.
 */
export function describeCondition(condition: AlarmCondition, formats: SentenceFormats): string {
  const { metricName, statistic, comparison, threshold, periodSeconds } = condition;
  const { evaluationPeriods, datapointsToAlarm } = condition;
  const count = formats.formatCount(threshold);
  const sign = SIGNS[comparison];
  if (datapointsToAlarm !== evaluationPeriods) {
    const period = formats.formatDuration(periodSeconds * 1_000);
    return l10n.t(
      '{0} ({1}) {2} {3} in {4} of {5} periods of {6}',
      metricName,
      statistic,
      sign,
      count,
      datapointsToAlarm,
      evaluationPeriods,
      period,
    );
  }
  const duration = formats.formatDuration(periodSeconds * evaluationPeriods * 1_000);
  const key = `${metricName} ${statistic} ${comparison}`;
  const words = periodSeconds === PERIOD_SECONDS && Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
  return (
    words?.(threshold, count, duration, formats) ??
    l10n.t('{0} ({1}) {2} {3} for {4}', metricName, statistic, sign, count, duration)
  );
}

/** Texts for one and for many. */
function forCount(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
