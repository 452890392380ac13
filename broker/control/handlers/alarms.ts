import * as l10n from '@vscode/l10n';
import { fail, succeed } from '../../engine/base/result.ts';
import type { AlarmsResult } from '../../protocol/alarms.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

export function createAlarmHandlers(
  services: ControlServices,
): HandlersOf<
  | 'listAlarms'
  | 'readAlarmStates'
  | 'putAlarm'
  | 'deleteAlarm'
  | 'enableAlarmActions'
  | 'setAlarmState'
  | 'readAlarmHistory'
> {
  const { alarms } = services;
  const list = () => succeed({ alarms: alarms.describe() });
  const listIf = (isDone: boolean): Answer<AlarmsResult> => (isDone ? list() : refuse());
  return {
    listAlarms: list,
    readAlarmStates: ({ queueArns }) => succeed({ alarms: alarms.listStates(queueArns) }),
    putAlarm: (params) =>
      withQueue(services, params.queueArn, () => {
        const refusal = alarms.putCondition(params);
        return refusal === undefined ? list() : fail('InvalidParameterValue', refusal);
      }),
    deleteAlarm: ({ alarmArn }) => listIf(alarms.delete(alarmArn)),
    enableAlarmActions: ({ alarmArn, enabled }) => listIf(alarms.enableActions(alarmArn, enabled)),
    setAlarmState: ({ alarmArn, state }) => listIf(alarms.setState(alarmArn, state)),
    readAlarmHistory: ({ alarmArn }) => {
      const entries = alarms.readHistory(alarmArn);
      return entries === undefined ? refuse() : succeed({ entries });
    },
  };
}

function refuse() {
  return notFound(l10n.t('This alarm no longer exists.'));
}
