import type { Alarm } from '../../alarms/alarm.ts';
import type { AlarmState } from '../../alarms/evaluate.ts';
import type { ALARM_OPERATIONS } from '../operations/alarmOperations.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { type ActionCall, type HandlersOf, succeed } from './action.ts';
import { describeAlarmHistory, describeAlarms, describeAlarmsForMetric } from './describeAlarms.ts';

const MAXIMUM_TAGS = 50;
const DONE = succeed(undefined);

export const alarmHandlers: HandlersOf<typeof ALARM_OPERATIONS> = {
  DescribeAlarms: describeAlarms,
  DescribeAlarmsForMetric: describeAlarmsForMetric,
  DescribeAlarmHistory: describeAlarmHistory,

  PutMetricAlarm: (call, { Tags: tags = [], ...settings }) => {
    if (tags.length > MAXIMUM_TAGS) return refuseTags();
    const put = call.alarms.put(call, settings, toMap(tags));
    return put.ok ? DONE : put;
  },

  SetAlarmState: (call, input) => {
    const alarm = call.alarms.find(call, input.AlarmName);
    // The service gives no text.
    if (alarm === undefined) return refuse('ResourceNotFound');
    const { StateReasonData: reasonData } = input;
    if (reasonData !== undefined && !isJson(reasonData)) {
      return refuse('InvalidFormat', 'StateReasonData is not valid JSON.');
    }
    // The shape has no other values.
    const state = input.StateValue as AlarmState;
    call.alarms.setState(alarm, state, input.StateReason, reasonData);
    return DONE;
  },

  DeleteAlarms: (call, input) => {
    call.alarms.remove(call, input.AlarmNames);
    return DONE;
  },

  EnableAlarmActions: (call, input) => {
    call.alarms.enableActions(call, input.AlarmNames, true);
    return DONE;
  },

  DisableAlarmActions: (call, input) => {
    call.alarms.enableActions(call, input.AlarmNames, false);
    return DONE;
  },

  ListTagsForResource: (call, input) => {
    const alarm = findResource(call, input.ResourceARN);
    if (!alarm.ok) return alarm;
    return succeed({ Tags: [...alarm.value.tags].map(([Key, Value]) => ({ Key, Value })) });
  },

  TagResource: (call, input) => {
    const alarm = findResource(call, input.ResourceARN);
    if (!alarm.ok) return alarm;
    const tags = toMap(input.Tags);
    if (new Set([...alarm.value.tags.keys(), ...tags.keys()]).size > MAXIMUM_TAGS) return refuseTags();
    call.alarms.tag(alarm.value, tags);
    return succeed({});
  },

  UntagResource: (call, input) => {
    const alarm = findResource(call, input.ResourceARN);
    if (!alarm.ok) return alarm;
    call.alarms.untag(alarm.value, input.TagKeys);
    return succeed({});
  },
};

/** As in the service, the account and the region of a call see no alarms of another one. */
function findResource({ alarms, region, account }: ActionCall, arn: string): Outcome<Alarm> {
  const alarm = alarms.findByArn(arn);
  return alarm === undefined || alarm.region !== region || alarm.account !== account
    ? refuse('ResourceNotFound', `The resource ${arn} does not exist.`)
    : succeed(alarm);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function toMap(
  tags: readonly { readonly Key: string; readonly Value: string }[],
): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key, Value]));
}

function refuseTags(): Outcome<never> {
  return refuse('InvalidParameterValue', `A resource must not have more than ${MAXIMUM_TAGS} tags.`);
}
