import { l10n } from 'vscode';
import type { AlarmInfo } from '../../broker/protocol/alarms.ts';
import type { Able } from '../connections/connection.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeAlarm } from '../queues/alarmText.ts';
import type { PickQueueNeeds } from '../queues/pickQueue.ts';
import { AlarmNode } from '../queues/tree/alarmNode.ts';

/** An alarm, and the connection that it is on. */
export interface PlacedAlarm {
  readonly connection: Able<'alarms'>;
  readonly alarm: AlarmInfo;
}

/** The alarm that a command is about: its row, or the user's choice. */
export async function pickAlarm(
  { connections, view }: PickQueueNeeds,
  target: unknown,
  title: string,
  accepts: (alarm: AlarmInfo) => boolean = () => true,
): Promise<PlacedAlarm | undefined> {
  const all = connections
    .listAble(['alarms'])
    .flatMap((connection) =>
      connection.can.alarms.alarms.map((alarm): PlacedAlarm => ({ connection, alarm })),
    );
  if (target instanceof AlarmNode) {
    const { parent, alarm: shown } = target;
    // The row may be older than the alarm is now.
    return all.find(
      ({ connection, alarm }) => connection.id === parent.connection.id && alarm.arn === shown.arn,
    );
  }
  const [selected] = view.selection;
  const selectedArn = selected instanceof AlarmNode ? selected.alarm.arn : undefined;
  const choices = all
    .filter(({ alarm }) => accepts(alarm))
    .toSorted((left, right) => rank(left, selectedArn) - rank(right, selectedArn))
    .map((value) => ({
      label: value.alarm.name,
      description: value.alarm.queueArn === undefined ? '' : nameOfArn(value.alarm.queueArn),
      detail: describeAlarm(value.alarm),
      value,
    }));
  return pick(choices, {
    title,
    placeHolder: l10n.t('Alarm'),
    matchOnDescription: true,
    none: {
      text: l10n.t('No alarm is available for this command.'),
      remedy: { title: l10n.t('Create Alarm…'), command: COMMANDS.createAlarm },
    },
  });
}

function rank({ alarm }: PlacedAlarm, selectedArn: string | undefined): number {
  return alarm.arn === selectedArn ? 0 : 1;
}
