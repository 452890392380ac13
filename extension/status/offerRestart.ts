import { type ConfigurationChangeEvent, commands, l10n, window } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { BROKER_SETTINGS } from '../settings/allSettings.ts';

/** Offers to restart a running broker that was started with other settings than there are now. */
export async function offerRestart(session: BrokerClient, change: ConfigurationChangeEvent): Promise<void> {
  if (session.state.kind !== 'running') return;
  if (!BROKER_SETTINGS.some((key) => change.affectsConfiguration(`queueside.${key}`))) return;
  const restart = l10n.t('Restart Broker');
  const choice = await window.showInformationMessage(
    l10n.t('Restart the broker to apply the change.'),
    restart,
  );
  if (choice === restart) await commands.executeCommand(COMMANDS.restartBroker);
}
