import { commands, l10n, type QuickPickItem, window } from 'vscode';
import type { BrokerState } from '../broker/session.ts';
import { COMMANDS, type CommandId, VIEWS } from '../ids.ts';
import type { Services } from '../services.ts';

interface ActionItem extends QuickPickItem {
  readonly command: CommandId | `${typeof VIEWS.queues}.focus`;
}

/** What can be done in the broker's present state; the status item opens this. */
export async function showActions({ session }: Services): Promise<void> {
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
  switch (state.kind) {
    case 'stopped':
      return [{ label: `$(play) ${l10n.t('Start Broker')}`, command: COMMANDS.startBroker }, view, log];
    case 'failed':
      return [{ label: `$(refresh) ${l10n.t('Try Again')}`, command: COMMANDS.startBroker }, log, view];
    case 'starting':
    case 'restarting':
      return [{ label: `$(debug-stop) ${l10n.t('Stop Broker')}`, command: COMMANDS.stopBroker }, log, view];
    case 'running':
      return [
        { label: `$(edit) ${l10n.t('Compose Message')}`, command: COMMANDS.openComposer },
        { label: `$(pulse) ${l10n.t('Open Trace')}`, command: COMMANDS.openTrace },
        { label: `$(add) ${l10n.t('Create Queue')}`, command: COMMANDS.createQueue },
        { label: `$(copy) ${l10n.t('Copy Endpoint')}`, command: COMMANDS.copyEndpoint },
        { label: `$(terminal) ${l10n.t('Open Terminal with Endpoint')}`, command: COMMANDS.openTerminal },
        { label: `$(database) ${l10n.t('Stored Messages')}`, command: COMMANDS.openStorageReport },
        view,
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
      return l10n.t('The broker is being restarted, attempt {0}', state.attempt);
    case 'starting':
      return l10n.t('The broker is starting');
    case 'stopped':
      return l10n.t('The broker is stopped');
  }
}
