import * as l10n from '@vscode/l10n';
import type { AlarmCondition, Comparison } from './alarms.ts';
import { writeSeconds } from './duration.ts';
import { sayMetric, sayStatistic, sayValue, unitOf } from './metricWords.ts';

type FormatCount = (count: number) => string;

const SIGNS: Readonly<Record<Comparison, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/**
 * When an alarm is in alarm, for a place behind "if": `the maximum of visible messages is greater than 100 in 2 of the last 3
 * periods of 1 minute`. One pattern for all, as any other words would say of some that they need more, or less, than they do.
 * @param formatCount how numbers are written where the sentence is shown
 */
export function describeCondition(condition: AlarmCondition, formatCount: FormatCount): string {
  const { periodSeconds, evaluationPeriods, datapointsToAlarm } = condition;
  const breach = describeBreach(condition, formatCount);
  const period = writeSeconds(periodSeconds, formatCount);
  const count = formatCount(evaluationPeriods);
  if (datapointsToAlarm < evaluationPeriods)
    return l10n.t(
      '{0} in {1} of the last {2} periods of {3}',
      breach,
      formatCount(datapointsToAlarm),
      count,
      period,
    );
  return evaluationPeriods === 1
    ? l10n.t('{0} in the last period of {1}', breach, period)
    : l10n.t('{0} in the last {1} periods of {2}', breach, count, period);
}

/** What one period has to do. */
function describeBreach(condition: AlarmCondition, formatCount: FormatCount): string {
  const { metricName, statistic, comparison } = condition;
  const what = sayStatistic(metricName, statistic);
  const threshold = sayThreshold(condition, formatCount);
  switch (comparison) {
    case 'GreaterThanThreshold':
      return l10n.t('{0} is greater than {1}', what, threshold);
    case 'GreaterThanOrEqualToThreshold':
      return l10n.t('{0} is greater than or equal to {1}', what, threshold);
    case 'LessThanThreshold':
      return l10n.t('{0} is lower than {1}', what, threshold);
    case 'LessThanOrEqualToThreshold':
      return l10n.t('{0} is lower than or equal to {1}', what, threshold);
  }
}

/** The same where there is little room, without how long: `visible messages > 100`. */
export function describeBriefly(condition: AlarmCondition, formatCount: FormatCount): string {
  const { metricName, statistic, comparison } = condition;
  const what = statistic === 'SampleCount' ? sayStatistic(metricName, statistic) : sayMetric(metricName);
  return `${what} ${SIGNS[comparison]} ${sayThreshold(condition, formatCount)}`;
}

function sayThreshold(condition: AlarmCondition, formatCount: FormatCount): string {
  const { metricName, statistic, threshold } = condition;
  return sayValue(threshold, unitOf(metricName, statistic), formatCount);
}
