import { commands, l10n, type QuickPickItem, window } from 'vscode';
import type { BrokerState, WithSession } from '../broker/brokerClient.ts';
import { COMMANDS, type CommandId } from '../ground/commandIds.ts';
import { VIEWS } from '../ground/ids.ts';

interface ActionItem extends QuickPickItem {
  readonly command: CommandId | `${typeof VIEWS.queues}.focus`;
}

/** What can be done in the broker's present state; the status item opens this. */
export async function showActions({ session }: WithSession): Promise<void> {
  const choice = await window.showQuickPick(listActions(session.state), {
    title: 'Queueside',
    placeHolder: describe(session.state),
  });
  if (choice) await commands.executeCommand(choice.command);
}

function listActions(state: BrokerState): ActionItem[] {
  const log: ActionItem = { label: `$(output) ${l10n.t('Show Log')}`, command: COMMANDS.showLog };
  const view: ActionItem = {
    label: `$(list-tree) ${l10n.t('Show Queues')}`,
    command: `${VIEWS.queues}.focus`,
  };
  const target: ActionItem = {
    label: `$(debug-alt) ${l10n.t('Debug Against…')}`,
    command: COMMANDS.chooseDebugConnection,
  };
  const settings: ActionItem = { label: `$(gear) ${l10n.t('Settings')}`, command: COMMANDS.openSettings };
  switch (state.kind) {
    case 'stopped':
      return [
        { label: `$(play) ${l10n.t('Start Broker')}`, command: COMMANDS.startBroker },
        target,
        view,
        settings,
        log,
      ];
    case 'failed':
      return [
        { label: `$(refresh) ${l10n.t('Try Again')}`, command: COMMANDS.startBroker },
        log,
        target,
        settings,
        view,
      ];
    case 'starting':
    case 'restarting':
      return [
        { label: `$(debug-stop) ${l10n.t('Stop Broker')}`, command: COMMANDS.stopBroker },
        target,
        log,
        view,
      ];
    case 'running':
      return [
        { label: `$(send) ${l10n.t('Send Message…')}`, command: COMMANDS.sendMessage },
        { label: `$(pulse) ${l10n.t('Open Trace')}`, command: COMMANDS.openTrace },
        target,
        { label: `$(add) ${l10n.t('Create Queue')}`, command: COMMANDS.createQueue },
        { label: `$(copy) ${l10n.t('Copy Endpoint')}`, command: COMMANDS.copyEndpoint },
        { label: `$(copy) ${l10n.t('Copy Shell Exports…')}`, command: COMMANDS.copyShellExports },
        { label: `$(terminal) ${l10n.t('Open Queueside Terminal')}`, command: COMMANDS.openTerminal },
        { label: `$(history) ${l10n.t('Advance Clock…')}`, command: COMMANDS.advanceClock },
        { label: `$(dashboard) ${l10n.t('Run Load Test…')}`, command: COMMANDS.runLoadTest },
        { label: `$(database) ${l10n.t('Stored Messages')}`, command: COMMANDS.openStorageReport },
        view,
        settings,
        { label: `$(debug-restart) ${l10n.t('Restart Broker')}`, command: COMMANDS.restartBroker },
        { label: `$(debug-stop) ${l10n.t('Stop Broker')}`, command: COMMANDS.stopBroker },
        log,
      ];
  }
}

function describe(state: BrokerState): string {
  switch (state.kind) {
    case 'running':
      return l10n.t('The broker runs at {0}', state.info.endpoint);
    case 'failed':
      return l10n.t('The broker failed: {0}', state.reason);
    case 'restarting':
      return l10n.t('Restarting the broker, attempt {0}', state.attempt);
    case 'starting':
      return l10n.t('The broker is starting');
    case 'stopped':
      return l10n.t('The broker is stopped');
  }
}
