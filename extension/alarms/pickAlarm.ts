import { l10n } from 'vscode';
import type { AlarmInfo } from '../../broker/protocol/alarms.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { pick } from '../ground/pick.ts';
import { describeAlarm } from '../queues/alarmText.ts';
import { narrow, type PickQueueNeeds } from '../queues/pickQueue.ts';
import { AlarmNode } from '../queues/tree/alarmNode.ts';

/** An alarm, and the queue that it is about. */
export interface PlacedAlarm extends PlacedQueue<'alarms'> {
  readonly alarm: AlarmInfo;
}

/** The alarm that a command is about: its row, or the user's choice. */
export async function pickAlarm(
  { connections, view }: PickQueueNeeds,
  target: unknown,
  title: string,
  accepts: (alarm: AlarmInfo) => boolean = () => true,
): Promise<PlacedAlarm | undefined> {
  const row = target instanceof AlarmNode ? target : undefined;
  if (row !== undefined) {
    const placed = narrow(row.parent, ['alarms']);
    // The row may be older than the alarm is now.
    const alarm = placed?.connection.can.alarms
      .findByQueue(placed.queue.arn)
      .find(({ arn }) => arn === row.alarm.arn);
    return placed && alarm && { connection: placed.connection, queue: placed.queue, alarm };
  }
  const [selected] = view.selection;
  const selectedArn = selected instanceof AlarmNode ? selected.alarm.arn : undefined;
  const choices = connections
    .listAble(['alarms'])
    .flatMap((connection) =>
      connection.queues.queues.flatMap((queue) =>
        connection.can.alarms
          .findByQueue(queue.arn)
          .map((alarm): PlacedAlarm => ({ connection, queue, alarm })),
      ),
    )
    .filter(({ alarm }) => accepts(alarm))
    .toSorted((left, right) => rank(left, selectedArn) - rank(right, selectedArn))
    .map((value) => ({
      label: value.alarm.name,
      description: value.queue.name,
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
