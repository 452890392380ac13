import { l10n, window } from 'vscode';
import type { AlarmStateValue } from '../../broker/protocol/alarms.ts';
import { pick } from '../ground/pick.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';
import { describeAlarmState } from '../queues/alarmText.ts';
import { pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { AlarmForms } from './alarmForms.ts';
import { pickAlarm } from './pickAlarm.ts';

const STATES: readonly AlarmStateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

export interface AlarmFormNeeds extends PickQueueNeeds {
  readonly alarmForms: AlarmForms;
}

/** Opens an empty form for an alarm on a queue. */
export async function createAlarm(services: AlarmFormNeeds, target?: unknown): Promise<void> {
  const title = l10n.t('Create Alarm');
  const picked = await pickQueue(services, target, { title, needs: ['alarms'] });
  if (picked) services.alarmForms.open({ queueArn: picked.queue.arn, name: undefined });
}

/** Opens the form of an alarm. */
export async function editAlarm(services: AlarmFormNeeds, target?: unknown): Promise<void> {
  const picked = await pickAlarm(services, target, l10n.t('Edit Alarm'));
  if (!picked) return;
  const { connection, alarm } = picked;
  const { queueArn, name } = alarm;
  if (queueArn !== undefined && connection.queues.findByArn(queueArn))
    services.alarmForms.open({ queueArn, name });
  else {
    void showMissing({
      text: l10n.t(
        '{0} is on no queue that exists. Change it in queueside.json, or by PutMetricAlarm.',
        name,
      ),
    });
  }
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
  tellChange({ text: l10n.t('Enabled the actions of {0}.', picked.alarm.name) });
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
  tellChange({ text: l10n.t('Disabled the actions of {0}.', picked.alarm.name) });
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
