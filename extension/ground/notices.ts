import { commands, env, l10n, window } from 'vscode';
import { COMMANDS } from './commandIds.ts';

/** Shows an error; details are in the log. */
export async function showError(message: string): Promise<void> {
  await offerLog(window.showErrorMessage(message, l10n.t('Show Log')));
}

/** Shows a warning about an operation that continued with a restriction. */
export async function showWarning(message: string): Promise<void> {
  await offerLog(window.showWarningMessage(message, l10n.t('Show Log')));
}

/** Shows that the broker uses another port than in the settings. */
export async function showPortNotice(preferredPort: number, endpoint: string): Promise<void> {
  const copy = l10n.t('Copy Endpoint');
  const settings = l10n.t('Open Settings');
  const choice = await window.showInformationMessage(
    l10n.t('Port {0} is in use. The local SQS runs at {1} instead.', String(preferredPort), endpoint),
    copy,
    settings,
  );
  if (choice === copy) await env.clipboard.writeText(endpoint);
  if (choice === settings) await commands.executeCommand('workbench.action.openSettings', 'queueside.port');
}

/** Shows that nothing is stored, although the settings ask for it: no folder is writable. */
export async function showNoStorageNotice(folder: string, reason: string): Promise<void> {
  await offerCommand(
    l10n.t(
      'The local SQS keeps its messages in memory, and they are lost when it stops, because the folder {0} is not writable ({1}). Make the folder writable, then reload the window.',
      folder,
      reason,
    ),
    { title: l10n.t('Reload Window'), command: 'workbench.action.reloadWindow' },
  );
}

/** Shows that nothing is stored, although the settings ask for it: the broker could not write to its data folder. */
export async function showMemoryOnlyNotice(reason: string): Promise<void> {
  await offerCommand(
    l10n.t(
      'The local SQS keeps its messages in memory, and they are lost when it stops. {0} Make the folder writable, then restart the broker.',
      reason,
    ),
    { title: l10n.t('Restart Broker'), command: COMMANDS.restartBroker },
  );
}

/** Shows that messages in memory have reached their limit. */
export async function showMemoryLimitNotice(): Promise<void> {
  const settings = l10n.t('Open Settings');
  const choice = await window.showWarningMessage(
    l10n.t(
      'Sends are failing because messages in memory have reached their limit. Receives and deletes continue. Raise the limit, or store messages on the disk.',
    ),
    settings,
  );
  if (choice === settings) {
    await commands.executeCommand(
      'workbench.action.openSettings',
      '@id:queueside.maxMemoryMiB @id:queueside.durability',
    );
  }
}

async function offerCommand(
  message: string,
  { title, command }: { readonly title: string; readonly command: string },
): Promise<void> {
  const showLog = l10n.t('Show Log');
  const choice = await window.showWarningMessage(message, title, showLog);
  if (choice === title) await commands.executeCommand(command);
  if (choice === showLog) await commands.executeCommand(COMMANDS.showLog);
}

async function offerLog(shown: Thenable<string | undefined>): Promise<void> {
  if ((await shown) !== undefined) await commands.executeCommand(COMMANDS.showLog);
}
