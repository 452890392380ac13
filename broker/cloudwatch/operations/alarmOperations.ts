import { list, oneOf, optional, required, structure, text, time, whole } from '../../calls/shapes/shape.ts';
import type { OperationDeclaration } from './declaration.ts';
import {
  alarmMembers,
  alarmName,
  alarmTypes,
  dimensions,
  metricAlarms,
  metricName,
  namespace,
  scanBy,
  stateValue,
  statistic,
  tags,
  token,
  unit,
} from './shapes.ts';

const alarmNames = list(alarmName, 0, 100);
const maximumRecords = whole(1, 100);
const HISTORY_TYPES = [
  'ConfigurationUpdate',
  'StateUpdate',
  'Action',
  'AlarmContributorStateUpdate',
  'AlarmContributorAction',
];
const nothing = structure({});
/** The broker has only alarms of metrics; the service answers the other lists all the same. */
const otherAlarms = list(structure({}));
const resourceArn = text(1, 1024);

export const ALARM_OPERATIONS = {
  PutMetricAlarm: {
    input: structure({ ...alarmMembers, Tags: optional(tags) }),
    alarmsIn: 'AlarmName',
    stores: true,
  },
  DescribeAlarms: {
    input: structure({
      AlarmNames: optional(alarmNames),
      AlarmNamePrefix: optional(alarmName),
      AlarmTypes: optional(alarmTypes),
      ChildrenOfAlarmName: optional(alarmName),
      ParentsOfAlarmName: optional(alarmName),
      StateValue: optional(stateValue),
      ActionPrefix: optional(text(1, 1024)),
      MaxRecords: optional(maximumRecords),
      NextToken: optional(token),
    }),
    output: structure({
      CompositeAlarms: required(otherAlarms),
      MetricAlarms: required(metricAlarms),
      NextToken: optional(text()),
    }),
  },
  DescribeAlarmsForMetric: {
    input: structure({
      MetricName: required(metricName),
      Namespace: required(namespace),
      Statistic: optional(statistic),
      ExtendedStatistic: optional(text()),
      Dimensions: optional(dimensions),
      Period: optional(whole(1)),
      Unit: optional(unit),
    }),
    output: structure({ MetricAlarms: required(metricAlarms) }),
  },
  DescribeAlarmHistory: {
    input: structure({
      AlarmName: optional(alarmName),
      AlarmTypes: optional(alarmTypes),
      HistoryItemType: optional(oneOf(...HISTORY_TYPES)),
      StartDate: optional(time),
      EndDate: optional(time),
      MaxRecords: optional(maximumRecords),
      NextToken: optional(token),
      ScanBy: optional(scanBy),
    }),
    output: structure({
      AlarmHistoryItems: required(
        list(
          structure({
            AlarmName: required(text()),
            AlarmType: required(text()),
            Timestamp: required(time),
            HistoryItemType: required(text()),
            HistorySummary: required(text()),
            HistoryData: required(text()),
          }),
        ),
      ),
      NextToken: optional(text()),
    }),
  },
  SetAlarmState: {
    input: structure({
      AlarmName: required(alarmName),
      StateValue: required(stateValue),
      StateReason: required(text(0, 1023)),
      StateReasonData: optional(text(0, 4000)),
    }),
    alarmsIn: 'AlarmName',
    stores: true,
  },
  DeleteAlarms: {
    input: structure({ AlarmNames: required(alarmNames) }),
    alarmsIn: 'AlarmNames',
    stores: true,
  },
  EnableAlarmActions: {
    input: structure({ AlarmNames: required(alarmNames) }),
    alarmsIn: 'AlarmNames',
    stores: true,
  },
  DisableAlarmActions: {
    input: structure({ AlarmNames: required(alarmNames) }),
    alarmsIn: 'AlarmNames',
    stores: true,
  },
  ListTagsForResource: {
    input: structure({ ResourceARN: required(resourceArn) }),
    output: structure({ Tags: required(tags) }),
    alarmsIn: 'ResourceARN',
  },
  TagResource: {
    input: structure({ ResourceARN: required(resourceArn), Tags: required(tags) }),
    output: nothing,
    alarmsIn: 'ResourceARN',
    stores: true,
  },
  UntagResource: {
    input: structure({ ResourceARN: required(resourceArn), TagKeys: required(list(text(1, 128))) }),
    output: nothing,
    alarmsIn: 'ResourceARN',
    stores: true,
  },
} satisfies Readonly<Record<string, OperationDeclaration>>;
