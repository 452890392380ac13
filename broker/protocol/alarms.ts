import { NAME } from './commonShapes.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
import {
  anyNumber,
  listOf,
  oneOf,
  optional,
  shape,
  text,
  type TypeOf,
  wholeNumber,
  yesOrNo,
} from './shape.ts';

/** What an alarm says. */
export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmStateValue = (typeof ALARM_STATES)[number];

/** Metrics of a queue that an alarm of the editor can watch. */
const METRICS = [
  'ApproximateNumberOfMessagesVisible',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateAgeOfOldestMessage',
  'NumberOfMessagesSent',
  'NumberOfMessagesReceived',
  'NumberOfMessagesDeleted',
  'NumberOfEmptyReceives',
  'SentMessageSize',
] as const;
const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
const COMPARISONS = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
const DAY_SECONDS = 86_400;

/** When an alarm on one metric of a queue goes off. */
const CONDITION = shape({
  metricName: oneOf(METRICS),
  statistic: oneOf(STATISTICS),
  comparison: oneOf(COMPARISONS),
  threshold: anyNumber(),
  /** 10, 20, 30 or a multiple of 60. */
  periodSeconds: wholeNumber(10, DAY_SECONDS),
  /** How many periods in a row must breach the threshold. */
  evaluationPeriods: wholeNumber(1, DAY_SECONDS / 10),
});

export type AlarmCondition = TypeOf<typeof CONDITION>;

/** An alarm of the local CloudWatch. */
export interface AlarmInfo {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** The queue whose metric it is about, if it is about one. */
  readonly queueArn?: string;
  /** Absent for alarms that have more to them, such as an expression or a number of datapoints. */
  readonly condition?: AlarmCondition;
  readonly state: AlarmStateValue;
  /** In the service's words. */
  readonly reason: string;
  /** When the state changed, epoch ms on the broker's clock. */
  readonly since: number;
  readonly actionsEnabled: boolean;
}

export interface AlarmsResult {
  readonly alarms: readonly AlarmInfo[];
}

export interface AlarmChangedParams {
  readonly alarm: AlarmInfo;
  readonly stateBefore: AlarmStateValue;
}

/** Something that happened to an alarm. */
export interface AlarmHistoryEntry {
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  /** In the service's words. */
  readonly summary: string;
}

const ALARM_ARN = shape({ alarmArn: text(2048, 1) });

/** Lists the alarms of all accounts and regions, at most 1,000. */
export const listAlarms = request('queueside/alarm/list', {
  params: NO_PARAMS,
  result: type<AlarmsResult>(),
  stores: 'nothing',
});

const PUT_ALARM = shape({
  /** The queue whose metric it watches. */
  queueArn: NAME,
  /** In the queue's account and region. */
  name: text(255, 1),
  condition: CONDITION,
  /** ARNs that run when it goes into ALARM; absent: those that it has stay. */
  alarmActions: optional(listOf(text(1024, 1), 5)),
});

export type PutAlarmParams = TypeOf<typeof PUT_ALARM>;

/**
 * Creates an alarm on a metric of a queue, or changes when an alarm of that name goes off. What else it is set to, its state
 * and its history stay.
 */
export const putAlarm = request('queueside/alarm/put', {
  params: PUT_ALARM,
  result: type<AlarmsResult>(),
  stores: 'journal',
});

/** Deletes an alarm. Its history stays. */
export const deleteAlarm = request('queueside/alarm/delete', {
  params: ALARM_ARN,
  result: type<AlarmsResult>(),
  stores: 'journal',
});

/** Turns the actions of an alarm on or off. It is evaluated either way. */
export const enableAlarmActions = request('queueside/alarm/enableActions', {
  params: shape({ alarmArn: text(2048, 1), enabled: yesOrNo() }),
  result: type<AlarmsResult>(),
  stores: 'journal',
});

/** Puts an alarm into a state until its next evaluation, and runs the actions of that state: a test of what follows. */
export const setAlarmState = request('queueside/alarm/setState', {
  params: shape({ alarmArn: text(2048, 1), state: oneOf(ALARM_STATES) }),
  result: type<AlarmsResult>(),
  stores: 'journal',
});

/** Returns what happened to an alarm in the last two weeks, newest first. */
export const readAlarmHistory = request('queueside/alarm/history', {
  params: ALARM_ARN,
  result: type<{ readonly entries: readonly AlarmHistoryEntry[] }>(),
  stores: 'nothing',
});

/** What an alarm said for a time. */
export interface AlarmSpan {
  readonly state: AlarmStateValue;
  /** Epoch ms on the broker's clock. */
  readonly from: number;
  /** Exclusive; of the last span: now. */
  readonly until: number;
}

export interface AlarmStates {
  readonly alarm: AlarmInfo;
  /** The oldest first. */
  readonly spans: readonly AlarmSpan[];
}

/** Reads what the alarms on metrics of these queues said over the last two weeks, as far as their history tells. */
export const readAlarmStates = request('queueside/alarm/states', {
  params: shape({ queueArns: listOf(NAME, 100) }),
  result: type<{ readonly alarms: readonly AlarmStates[] }>(),
  stores: 'nothing',
});

/** An alarm went from one state to another. */
export const alarmChanged = notification<AlarmChangedParams>('queueside/alarm/changed');

/** Alarms were created, changed or deleted, or their states changed: all of them, at most every 250 ms. */
export const alarmsChanged = notification<AlarmsResult>('queueside/alarm/listChanged');
