import type { AlarmCondition, PutAlarmParams } from '../protocol/alarms.ts';
import type { Alarm } from './alarm.ts';
import type { AlarmSettings } from './settings.ts';

const NAMESPACE = 'AWS/SQS';
const DIMENSION = 'QueueName';

/** When an alarm goes off, if that is all there is to it: one metric of a queue, and all periods in a row. */
export function readCondition({ settings, checked }: Alarm): AlarmCondition | undefined {
  const { Namespace, MetricName, Statistic, Dimensions = [], Period, Unit } = settings;
  const { comparison, threshold, evaluationPeriods, datapointsToAlarm } = checked.rule;
  const isPlain =
    Namespace === NAMESPACE &&
    Dimensions.length === 1 &&
    Dimensions[0]?.Name === DIMENSION &&
    Statistic !== undefined &&
    Unit === undefined &&
    datapointsToAlarm === evaluationPeriods;
  if (!isPlain || MetricName === undefined || Period === undefined) return undefined;
  return {
    // A metric that queues do not have has no points, and is no reason to hide the rest.
    metricName: MetricName as AlarmCondition['metricName'],
    statistic: Statistic as AlarmCondition['statistic'],
    comparison,
    threshold,
    periodSeconds: Period,
    evaluationPeriods,
  };
}

/** What an alarm is set to once its condition is another. @param known what it was set to; undefined for a new one */
export function writeCondition(
  { name, condition, alarmActions }: PutAlarmParams,
  queueName: string,
  known: AlarmSettings | undefined,
): AlarmSettings {
  return {
    ...known,
    AlarmName: name,
    Namespace: NAMESPACE,
    MetricName: condition.metricName,
    Dimensions: [{ Name: DIMENSION, Value: queueName }],
    Statistic: condition.statistic,
    ExtendedStatistic: undefined,
    Metrics: undefined,
    Unit: undefined,
    Period: condition.periodSeconds,
    EvaluationPeriods: condition.evaluationPeriods,
    DatapointsToAlarm: undefined,
    ComparisonOperator: condition.comparison,
    Threshold: condition.threshold,
    ...(alarmActions === undefined ? {} : { AlarmActions: alarmActions }),
  };
}
