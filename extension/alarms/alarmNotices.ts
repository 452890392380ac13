import { type Disposable, l10n, window } from 'vscode';
import { alarmChanged } from '../../broker/protocol/alarms.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { describeCondition } from '../queues/alarmText.ts';
import type { SettingsReader } from '../settings/allSettings.ts';

/** Shows alarms that go off, where the user wants it. @param reveal shows the queue of an alarm */
export function notifyOfAlarms(
  session: BrokerClient,
  settings: SettingsReader,
  reveal: (queueArn: string) => Promise<void>,
): Disposable {
  return session.onNotification(alarmChanged, ({ alarm }) => {
    if (alarm.state !== 'ALARM' || !settings.read('notify.alarms')) return;
    const { name, condition, queueArn, reason } = alarm;
    const why = condition === undefined ? reason : describeCondition(condition);
    const text = l10n.t('Alarm {0}: {1}', name, why);
    if (queueArn === undefined) void window.showWarningMessage(text);
    else void offerQueue(text, () => reveal(queueArn));
  });
}

async function offerQueue(text: string, reveal: () => Promise<void>): Promise<void> {
  const show = l10n.t('Show Queue');
  if ((await window.showWarningMessage(text, show)) === show) await reveal();
}
