import { NAME } from './commonShapes.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
import { listOf, shape } from './shape.ts';

/** What an alarm says. */
export type AlarmStateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm of the local CloudWatch. */
export interface AlarmInfo {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** The queue whose metric it is about, if it is about one. */
  readonly queueArn?: string;
  readonly state: AlarmStateValue;
  /** In the service's words. */
  readonly reason: string;
  /** When the state changed, epoch ms on the broker's clock. */
  readonly since: number;
  readonly actionsEnabled: boolean;
}

export interface AlarmChangedParams {
  readonly alarm: AlarmInfo;
  readonly stateBefore: AlarmStateValue;
}

/** Lists the alarms of all accounts and regions, at most 1,000. */
export const listAlarms = request('queueside/alarm/list', {
  params: NO_PARAMS,
  result: type<{ readonly alarms: readonly AlarmInfo[] }>(),
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
