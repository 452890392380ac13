import { type Alarm, findQueueArn } from '../alarms/alarm.ts';
import { readCondition } from '../alarms/condition.ts';
import type { AlarmTransition } from '../alarms/alarmBook.ts';
import type { AlarmInfo } from '../protocol/alarms.ts';

/** An alarm as the editor gets it. */
export function describeAlarmInfo(alarm: Alarm): AlarmInfo {
  const { arn, settings, status } = alarm;
  const queueArn = findQueueArn(alarm);
  const condition = readCondition(alarm);
  return {
    arn,
    name: settings.AlarmName,
    ...(settings.AlarmDescription === undefined ? {} : { description: settings.AlarmDescription }),
    ...(queueArn === undefined ? {} : { queueArn }),
    ...(condition === undefined ? {} : { condition }),
    state: status.state,
    reason: status.reason,
    since: status.transitionedAt,
    actionsEnabled: settings.ActionsEnabled ?? true,
  };
}

/** A change of state in a sentence, for the trace. */
export function describeAlarmChange({ alarm, before }: AlarmTransition): string {
  const { settings, status } = alarm;
  return `${settings.AlarmName}: ${before.state} to ${status.state}. ${status.reason}`;
}
