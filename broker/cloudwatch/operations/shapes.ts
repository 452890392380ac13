import { COMPARISONS } from '../../alarms/evaluate.ts';
import { UNITS } from '../../metrics/unit.ts';
import { STATISTICS } from '../../metrics/statistic.ts';
import {
  boolean,
  fraction,
  list,
  oneOf,
  optional,
  required,
  structure,
  text,
  time,
  whole,
} from '../../calls/shapes/shape.ts';

/** What several operations share, with the ranges of the service's model. */
export const unit = oneOf(...UNITS);
export const statistic = oneOf(...STATISTICS);
export const metricName = text(1, 255);
export const namespace = text(1, 255, /^[^:].*/s);
export const alarmName = text(1, 255);
export const token = text(0, 65_536);
export const scanBy = oneOf('TimestampDescending', 'TimestampAscending');
export const stateValue = oneOf('INSUFFICIENT_DATA', 'ALARM', 'OK');
export const alarmTypes = list(oneOf('CompositeAlarm', 'MetricAlarm', 'LogAlarm'));

const dimension = structure({ Name: required(text(1, 255)), Value: required(text(1, 1024)) });
export const dimensions = list(dimension, 0, 30);

const metric = structure({
  Namespace: optional(namespace),
  MetricName: optional(metricName),
  Dimensions: optional(dimensions),
});
export const metrics = list(metric);

export const metricDataQuery = structure({
  Id: required(text(1, 255)),
  MetricStat: optional(
    structure({
      Metric: required(metric),
      Period: required(whole(1)),
      Stat: required(text(1, 100)),
      Unit: optional(unit),
    }),
  ),
  Expression: optional(text(1, 2048)),
  Label: optional(text(0, 2048)),
  ReturnData: optional(boolean),
  Period: optional(whole(1)),
  AccountId: optional(text(1, 255)),
});
export const metricDataQueries = list(metricDataQuery);

const actions = list(text(1, 1024), 0, 5);
export const tags = list(structure({ Key: required(text(1, 128)), Value: required(text(0, 256)) }));

/** What an alarm is set to, in requests and answers. */
export const alarmMembers = {
  AlarmName: required(alarmName),
  AlarmDescription: optional(text(0, 1024)),
  ActionsEnabled: optional(boolean),
  OKActions: optional(actions),
  AlarmActions: optional(actions),
  InsufficientDataActions: optional(actions),
  MetricName: optional(metricName),
  Namespace: optional(namespace),
  Statistic: optional(statistic),
  ExtendedStatistic: optional(text()),
  Dimensions: optional(dimensions),
  Period: optional(whole(1)),
  Unit: optional(unit),
  EvaluationPeriods: optional(whole(1)),
  DatapointsToAlarm: optional(whole(1)),
  Threshold: optional(fraction),
  ComparisonOperator: optional(
    oneOf(
      ...COMPARISONS,
      'LessThanLowerOrGreaterThanUpperThreshold',
      'LessThanLowerThreshold',
      'GreaterThanUpperThreshold',
    ),
  ),
  TreatMissingData: optional(text(1, 255)),
  EvaluateLowSampleCountPercentile: optional(text(1, 255)),
  Metrics: optional(metricDataQueries),
};

/** What an answer says of an alarm. */
export const metricAlarm = structure({
  ...alarmMembers,
  AlarmArn: required(text()),
  AlarmConfigurationUpdatedTimestamp: required(time),
  StateValue: required(stateValue),
  StateReason: required(text()),
  StateReasonData: optional(text()),
  StateUpdatedTimestamp: required(time),
  StateTransitionedTimestamp: required(time),
});
export const metricAlarms = list(metricAlarm);
export const message = structure({ Code: required(text()), Value: required(text()) });
