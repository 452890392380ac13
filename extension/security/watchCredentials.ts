import { chmod } from 'node:fs/promises';
import { commands, type Disposable, l10n, window, workspace } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { WorkspacePaths } from '../broker/workspaceFolder.ts';
import { COMMANDS } from '../ground/commandIds.ts';

/** When the credential file is saved in the editor: closes it to others again, and offers to have the broker read it. */
export function watchCredentials({
  paths,
  session,
}: {
  readonly paths: WorkspacePaths;
  readonly session: BrokerClient;
}): Disposable {
  return workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (uri.scheme !== 'file' || uri.fsPath !== paths.credentials) return;
    await chmod(paths.credentials, 0o600).catch(() => undefined);
    if (session.state.kind !== 'running' || session.state.info.auth === 'off') return;
    const restart = l10n.t('Restart Broker');
    const choice = await window.showInformationMessage(
      l10n.t('Restart the broker to apply the users and policies.'),
      restart,
    );
    if (choice === restart) await commands.executeCommand(COMMANDS.restartBroker);
  });
}
