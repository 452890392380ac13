import { NO_PARAMS, notification, request, type } from './method.ts';

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

/** An alarm went from one state to another. */
export const alarmChanged = notification<AlarmChangedParams>('queueside/alarm/changed');
