import * as l10n from '@vscode/l10n';
import { fail, succeed } from '../../engine/base/result.ts';
import type { Queue } from '../../engine/state/queue.ts';
import type { ActionTarget, AlarmForm, AlarmsResult } from '../../protocol/alarms.ts';
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
  | 'readAlarmForm'
> {
  const { alarms } = services;
  const list = () => succeed({ alarms: alarms.describe() });
  const listIf = (isDone: boolean): Answer<AlarmsResult> => (isDone ? list() : refuse());
  return {
    listAlarms: list,
    readAlarmStates: ({ queueArns }) => succeed({ alarms: alarms.listStates(queueArns) }),
    putAlarm: (params) =>
      withQueue(services, params.queueArn, (queue) => {
        const refusal = alarms.putForm(queue, params);
        if (refusal === undefined) return list();
        return fail('InvalidParameterValue', refusal.message, FIELDS[refusal.member ?? ''] ?? refusal.member);
      }),
    readAlarmForm: ({ queueArn, name }) =>
      withQueue(services, queueArn, (queue) => {
        const read = name === undefined ? { exists: false } : alarms.readForm(queue, name);
        return succeed({ ...read, targets: listTargets(services, queue) });
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

/** The fields of the form by the members of PutMetricAlarm that they set. */
const FIELDS: Readonly<Record<string, keyof AlarmForm | 'name'>> = {
  AlarmName: 'name',
  AlarmDescription: 'description',
  MetricName: 'metricName',
  Statistic: 'statistic',
  ExtendedStatistic: 'statistic',
  ComparisonOperator: 'comparison',
  Threshold: 'threshold',
  Period: 'periodSeconds',
  EvaluationPeriods: 'evaluationPeriods',
  DatapointsToAlarm: 'datapointsToAlarm',
  TreatMissingData: 'missingData',
  AlarmActions: 'alarmActions',
  OKActions: 'okActions',
  InsufficientDataActions: 'insufficientDataActions',
};

function listTargets(
  { alarms, pools }: ControlServices,
  { region, account }: Queue,
): readonly ActionTarget[] {
  const topics = alarms.listTopicTargets({ region, account });
  const place = `:${region}:${account}:`;
  const known = pools.book
    .describe()
    .filter(({ arn }) => arn.includes(place))
    .map(({ definition, arn }): ActionTarget => ({ kind: 'pool', name: definition.name, arn }));
  return [...topics, ...known].sort((one, other) => one.name.localeCompare(other.name));
}

function refuse() {
  return notFound(l10n.t('This alarm no longer exists.'));
}
