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

export const COMPARISONS = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What counts where there is no data point. */
export const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

const DAY_SECONDS = 86_400;
const MOST_PERIODS = DAY_SECONDS / 10;
/** ARNs that run when it goes into a state. */
const ACTIONS = listOf(text(1024, 1), 5);

/** What an alarm on one metric of a queue is set to. */
const FORM = shape({
  /** Empty: none. */
  description: text(1024),
  metricName: text(255, 1),
  /** Such as `Maximum` or `p95`. */
  statistic: text(100, 1),
  comparison: oneOf(COMPARISONS),
  threshold: anyNumber(),
  /** 10, 20, 30 or a multiple of 60. */
  periodSeconds: wholeNumber(10, DAY_SECONDS),
  /** How many periods it looks at. */
  evaluationPeriods: wholeNumber(1, MOST_PERIODS),
  /** How many of them must breach the threshold. */
  datapointsToAlarm: wholeNumber(1, MOST_PERIODS),
  missingData: oneOf(MISSING_DATA),
  actionsEnabled: yesOrNo(),
  alarmActions: ACTIONS,
  okActions: ACTIONS,
  insufficientDataActions: ACTIONS,
});

export type AlarmForm = TypeOf<typeof FORM>;

/** When an alarm on one metric of a queue goes off. */
export type AlarmCondition = Pick<
  AlarmForm,
  | 'metricName'
  | 'statistic'
  | 'comparison'
  | 'threshold'
  | 'periodSeconds'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
>;

/** An alarm of the local CloudWatch. */
export interface AlarmInfo {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** The queue whose metric it is about, if it is about one. */
  readonly queueArn?: string;
  /** Absent for alarms on anything but one metric of a queue, such as an expression. */
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
  form: FORM,
  /** It must not exist yet. */
  isNew: yesOrNo(),
});

export type PutAlarmParams = TypeOf<typeof PUT_ALARM>;

/**
 * Creates an alarm on a metric of a queue, or changes an alarm of that name. Its state, history and tags stay. Errors:
 * InvalidParameterValue, also for a new alarm whose name another one has.
 */
export const putAlarm = request('queueside/alarm/put', {
  params: PUT_ALARM,
  result: type<AlarmsResult>(),
  stores: 'journal',
});

/** Something that an alarm can name as its action. */
export interface ActionTarget {
  readonly arn: string;
  readonly kind: 'topic' | 'pool';
  readonly name: string;
}

export interface AlarmFormResult {
  /** Absent: there is no such alarm, or it is on something else than one metric of a queue. */
  readonly form?: AlarmForm;
  readonly exists: boolean;
  /** The topics and pools of the account and region, by name. */
  readonly targets: readonly ActionTarget[];
}

/** Reads what an alarm is set to, and what its actions can be. */
export const readAlarmForm = request('queueside/alarm/readForm', {
  params: shape({ queueArn: NAME, name: optional(text(255, 1)) }),
  result: type<AlarmFormResult>(),
  stores: 'nothing',
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
