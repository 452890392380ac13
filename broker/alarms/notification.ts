import type { Alarm, AlarmStatus } from './alarm.ts';
import { formatTime } from './reason.ts';
import { describeRegion } from './regionNames.ts';

/** The message that an alarm publishes to a topic, as a JSON text (docs/cloudwatch.md). */
export function writeNotification(alarm: Alarm, before: AlarmStatus): string {
  const { region, account, arn, settings, configuredAt, status } = alarm;
  return JSON.stringify({
    AlarmName: settings.AlarmName,
    AlarmDescription: settings.AlarmDescription ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: formatTime(configuredAt),
    NewStateValue: status.state,
    NewStateReason: status.reason,
    StateChangeTime: formatTime(status.transitionedAt),
    Region: describeRegion(region),
    AlarmArn: arn,
    OldStateValue: before.state,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    ActionExecutedAfterMuteWindow: false,
    Trigger: describeTrigger(alarm),
  });
}

export function writeSubject({ region, settings, status }: Alarm): string {
  return `${status.state}: "${settings.AlarmName}" in ${describeRegion(region)}`.slice(0, 99);
}

function describeTrigger({ settings, checked }: Alarm): object {
  const { rule, periodSeconds } = checked;
  const common = {
    Period: periodSeconds,
    EvaluationPeriods: rule.evaluationPeriods,
    ...(settings.DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm: rule.datapointsToAlarm }),
    ComparisonOperator: rule.comparison,
    Threshold: rule.threshold,
    TreatMissingData: settings.TreatMissingData ?? '',
    EvaluateLowSampleCountPercentile: settings.EvaluateLowSampleCountPercentile ?? '',
  };
  if (settings.Metrics !== undefined) return { ...common, Metrics: settings.Metrics };
  const statistic =
    settings.Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic: settings.ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: settings.Statistic.toUpperCase() };
  return {
    MetricName: settings.MetricName,
    Namespace: settings.Namespace,
    ...statistic,
    Unit: settings.Unit ?? null,
    Dimensions: (settings.Dimensions ?? []).map(({ Name: name, Value: value }) => ({ value, name })),
    ...common,
  };
}
