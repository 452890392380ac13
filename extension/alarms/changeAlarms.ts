import { l10n, window } from 'vscode';
import type { AlarmStateValue } from '../../broker/protocol/alarms.ts';
import type { Able } from '../connections/connection.ts';
import { pick } from '../ground/pick.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';
import { describeAlarmState, describeCondition, findWorded } from '../queues/alarmText.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import { askForAlarm } from './askForAlarm.ts';
import { pickAlarm } from './pickAlarm.ts';

const STATES: readonly AlarmStateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** Asks in words when an alarm goes off, and creates it. */
export async function createAlarm(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const title = l10n.t('Create Alarm');
  const picked = await pickQueue(services, target, { title, needs: ['alarms'] });
  if (!picked) return;
  const { connection, queue } = picked;
  const asked = await askForAlarm({
    title: `${title}: ${queue.name}`,
    queueName: queue.name,
    takenNames: listNames(connection, queue.arn),
  });
  if (asked === undefined) return;
  await connection.can.alarms.put({ queueArn: queue.arn, ...asked });
  tellChange({
    text: l10n.t('Set the alarm {0}: {1}.', asked.name, describeCondition(asked.condition)),
  });
}

/** Asks again when an alarm goes off. */
export async function editAlarm(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const title = l10n.t('Edit Alarm');
  const picked = await pickAlarm(services, target, title);
  if (!picked) return;
  const { connection, queue, alarm } = picked;
  if (alarm.condition === undefined || findWorded(alarm.condition) === undefined) {
    void showMissing({
      text: l10n.t(
        '{0} is more than this form can say. Change it in queueside.json, or by PutMetricAlarm.',
        alarm.name,
      ),
    });
    return;
  }
  const asked = await askForAlarm({
    title: `${title}: ${alarm.name}`,
    queueName: queue.name,
    takenNames: new Set(),
    alarm,
  });
  if (asked === undefined) return;
  await connection.can.alarms.put({ queueArn: queue.arn, ...asked });
  tellChange({
    text: l10n.t('Set the alarm {0}: {1}.', asked.name, describeCondition(asked.condition)),
  });
}

/** Deletes an alarm after asking. */
export async function deleteAlarm(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const picked = await pickAlarm(services, target, l10n.t('Delete Alarm'));
  if (!picked) return;
  const { connection, alarm } = picked;
  const action = l10n.t('Delete');
  const question = l10n.t('Delete the alarm {0}?', alarm.name);
  if ((await window.showWarningMessage(question, { modal: true }, action)) !== action) return;
  await connection.can.alarms.delete(alarm.arn);
  tellChange({ text: l10n.t('Deleted the alarm {0}.', alarm.name) });
}

export async function enableAlarmActions(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const picked = await pickAlarm(
    services,
    target,
    l10n.t('Enable Alarm Actions'),
    (alarm) => !alarm.actionsEnabled,
  );
  if (!picked) return;
  await picked.connection.can.alarms.enableActions(picked.alarm.arn, true);
  tellChange({ text: l10n.t('The actions of {0} run again.', picked.alarm.name) });
}

export async function disableAlarmActions(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const picked = await pickAlarm(
    services,
    target,
    l10n.t('Disable Alarm Actions'),
    (alarm) => alarm.actionsEnabled,
  );
  if (!picked) return;
  await picked.connection.can.alarms.enableActions(picked.alarm.arn, false);
  tellChange({ text: l10n.t('The actions of {0} no longer run.', picked.alarm.name) });
}

/** Puts an alarm into a state, to see what follows. */
export async function setAlarmState(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const title = l10n.t('Set Alarm State');
  const picked = await pickAlarm(services, target, title);
  if (!picked) return;
  const { connection, alarm } = picked;
  const state = await pick(
    STATES.filter((each) => each !== alarm.state).map((each) => ({
      label: describeAlarmState(each),
      description: each,
      value: each,
    })),
    {
      title: `${title}: ${alarm.name}`,
      placeHolder: l10n.t('State until the next evaluation; the actions of that state run'),
      none: { text: '' },
      isMenu: true,
    },
  );
  if (state === undefined) return;
  await connection.can.alarms.setState(alarm.arn, state);
  tellChange({ text: l10n.t('{0} is now: {1}.', alarm.name, describeAlarmState(state)) });
}

/** Names that alarms of the account and region of a queue have, whatever they are about: a new one would overwrite them. */
function listNames({ can }: Able<'alarms'>, queueArn: string): ReadonlySet<string> {
  const place = placeOf(queueArn);
  return new Set(can.alarms.alarms.filter(({ arn }) => placeOf(arn) === place).map(({ name }) => name));
}

/** The region and the account in an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(3, 5).join(':');
}
