import { l10n } from 'vscode';
import { formatMoment } from '../ground/moments.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { describeAlarm } from '../queues/alarmText.ts';
import type { PickQueueNeeds } from '../queues/pickQueue.ts';
import { pickAlarm } from './pickAlarm.ts';

interface Needs extends PickQueueNeeds {
  readonly texts: ReadOnlyTexts;
}

/** Shows what happened to an alarm, newest first, in the words of the service. */
export async function showAlarmHistory(services: Needs, target?: unknown): Promise<void> {
  const picked = await pickAlarm(services, target, l10n.t('Show Alarm History'));
  if (!picked) return;
  const { connection, alarm } = picked;
  const entries = await connection.can.alarms.readHistory(alarm.arn);
  const lines = entries.map(({ at, summary }) => `${formatMoment(at)}  ${summary}`);
  const text = [`${alarm.name}: ${describeAlarm(alarm)}`, alarm.reason, '', ...lines, ''].join('\n');
  await services.texts.show(l10n.t('History of {0}', alarm.name), text);
}
