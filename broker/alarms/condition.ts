import type { AlarmCondition, AlarmForm } from '../protocol/alarms.ts';
import { parseStatistic } from '../metrics/statistic.ts';
import { QUEUE_DIMENSION, QUEUE_NAMESPACE } from '../metrics/queueMetrics.ts';
import type { Alarm } from './alarm.ts';
import type { AlarmSettings } from './settings.ts';

/** When an alarm goes off; undefined if it is on anything but one metric of a queue. */
export function readCondition({ settings, checked }: Alarm): AlarmCondition | undefined {
  const { Namespace, MetricName, Statistic, ExtendedStatistic, Dimensions = [], Period } = settings;
  const { comparison, threshold, evaluationPeriods, datapointsToAlarm } = checked.rule;
  const isOfQueue =
    Namespace === QUEUE_NAMESPACE && Dimensions.length === 1 && Dimensions[0]?.Name === QUEUE_DIMENSION;
  const statistic = Statistic ?? ExtendedStatistic;
  if (!isOfQueue || MetricName === undefined || statistic === undefined || Period === undefined) {
    return undefined;
  }
  return {
    metricName: MetricName,
    statistic,
    comparison,
    threshold,
    periodSeconds: Period,
    evaluationPeriods,
    datapointsToAlarm,
  };
}

/** What an alarm is set to, as a form has it; undefined if it is on anything but one metric of a queue. */
export function readForm(alarm: Alarm): AlarmForm | undefined {
  const condition = readCondition(alarm);
  if (condition === undefined) return undefined;
  const { settings, checked } = alarm;
  return {
    ...condition,
    description: settings.AlarmDescription ?? '',
    missingData: checked.rule.missingData,
    actionsEnabled: settings.ActionsEnabled ?? true,
    alarmActions: [...(settings.AlarmActions ?? [])],
    okActions: [...(settings.OKActions ?? [])],
    insufficientDataActions: [...(settings.InsufficientDataActions ?? [])],
  };
}

/**
 * What a form sets an alarm to. What it does not have, such as a unit, stays as it was.
 * @param known what it was set to; undefined for a new one
 */
export function writeForm(
  name: string,
  form: AlarmForm,
  queueName: string,
  known: AlarmSettings | undefined,
): AlarmSettings {
  const { statistic, evaluationPeriods, datapointsToAlarm, missingData } = form;
  // The five statistics have names; all others are of raw values.
  const isExtended = typeof parseStatistic(statistic) === 'object';
  const { AlarmDescription: _, ...others } = known ?? {};
  return {
    ...others,
    AlarmName: name,
    ...(form.description === '' ? {} : { AlarmDescription: form.description }),
    Namespace: QUEUE_NAMESPACE,
    MetricName: form.metricName,
    Dimensions: [{ Name: QUEUE_DIMENSION, Value: queueName }],
    Statistic: isExtended ? undefined : statistic,
    ExtendedStatistic: isExtended ? statistic : undefined,
    Metrics: undefined,
    Period: form.periodSeconds,
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm === evaluationPeriods ? undefined : datapointsToAlarm,
    ComparisonOperator: form.comparison,
    Threshold: form.threshold,
    // The default is not written where nothing was.
    TreatMissingData:
      missingData === 'missing' && known?.TreatMissingData === undefined ? undefined : missingData,
    ActionsEnabled: form.actionsEnabled,
    AlarmActions: form.alarmActions,
    OKActions: form.okActions,
    InsufficientDataActions: form.insufficientDataActions,
  };
}
