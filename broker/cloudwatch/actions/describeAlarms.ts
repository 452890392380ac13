import { type Alarm, describeAlarm } from '../../alarms/alarm.ts';
import type { HistoryItem } from '../../alarms/history.ts';
import { ACTION_MEMBERS } from '../../alarms/settings.ts';
import type { MetricIdentity } from '../../metrics/metricReader.ts';
import { identifyMetric } from '../../metrics/queries.ts';
import type { ALARM_OPERATIONS } from '../operations/alarmOperations.ts';
import { refuse } from '../refusal.ts';
import { type HandlersOf, succeed } from './action.ts';
import { takePage } from './paging.ts';

type Handlers = HandlersOf<typeof ALARM_OPERATIONS>;

/** Records of a page that asks for no number. */
const DEFAULT_RECORDS = 50;
const DEFAULT_HISTORY_RECORDS = 100;
const METRIC_ALARM = 'MetricAlarm';

export const describeAlarms: Handlers['DescribeAlarms'] = (call, input) => {
  const {
    AlarmNames: names = [],
    AlarmNamePrefix: prefix,
    StateValue: state,
    ActionPrefix: actionPrefix,
  } = input;
  if (names.length > 0 && prefix !== undefined) {
    return refuse(
      'InvalidParameterCombination',
      'AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.',
    );
  }
  const types = input.AlarmTypes ?? [METRIC_ALARM];
  // Children and parents are of composite alarms.
  const hasNone =
    !types.includes(METRIC_ALARM) ||
    input.ChildrenOfAlarmName !== undefined ||
    input.ParentsOfAlarmName !== undefined;
  const wanted = new Set(names);
  const alarms = (hasNone ? [] : call.alarms.list(call)).filter(
    ({ settings, status }) =>
      (wanted.size === 0 || wanted.has(settings.AlarmName)) &&
      (prefix === undefined || settings.AlarmName.startsWith(prefix)) &&
      (state === undefined || status.state === state) &&
      (actionPrefix === undefined ||
        Object.values(ACTION_MEMBERS).some((member) =>
          settings[member]?.some((action) => action.startsWith(actionPrefix)),
        )),
  );
  const page = takePage(alarms, input.NextToken, input.MaxRecords ?? Math.max(DEFAULT_RECORDS, wanted.size));
  if (!page.ok) return page;
  return succeed({
    CompositeAlarms: [],
    MetricAlarms: page.value.items.map(describeAlarm),
    NextToken: page.value.nextToken,
  });
};

export const describeAlarmsForMetric: Handlers['DescribeAlarmsForMetric'] = (call, input) => {
  const wanted = keyOf(identifyMetric(call, input));
  const alarms = call.alarms
    .list(call)
    .filter(
      ({ settings, checked }) =>
        checked.queries.some(({ metric }) => metric !== undefined && keyOf(metric.identity) === wanted) &&
        (input.Statistic === undefined || settings.Statistic === input.Statistic) &&
        (input.ExtendedStatistic === undefined || settings.ExtendedStatistic === input.ExtendedStatistic) &&
        (input.Period === undefined || settings.Period === input.Period) &&
        (input.Unit === undefined || settings.Unit === input.Unit),
    );
  return succeed({ MetricAlarms: alarms.map((alarm: Alarm) => describeAlarm(alarm)) });
};

function keyOf({ namespace, metricName, dimensions }: MetricIdentity): string {
  return JSON.stringify([namespace, metricName, dimensions]);
}

export const describeAlarmHistory: Handlers['DescribeAlarmHistory'] = (call, input) => {
  const {
    AlarmName: name,
    HistoryItemType: type,
    StartDate: from = -Infinity,
    EndDate: until = Infinity,
  } = input;
  const types = input.AlarmTypes ?? [METRIC_ALARM];
  const items = call.alarms.history.all.filter(
    (item) =>
      types.includes(METRIC_ALARM) &&
      item.region === call.region &&
      item.account === call.account &&
      (name === undefined || item.alarmName === name) &&
      (type === undefined || item.type === type) &&
      item.at >= from &&
      item.at <= until,
  );
  if (input.ScanBy !== 'TimestampAscending') items.reverse();
  const page = takePage(items, input.NextToken, input.MaxRecords ?? DEFAULT_HISTORY_RECORDS);
  if (!page.ok) return page;
  return succeed({
    AlarmHistoryItems: page.value.items.map(describeItem),
    NextToken: page.value.nextToken,
  });
};

function describeItem({ alarmName, at, type, summary, data }: HistoryItem) {
  return {
    AlarmName: alarmName,
    AlarmType: METRIC_ALARM,
    Timestamp: at,
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}
