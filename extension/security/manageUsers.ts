import { commands, l10n, Uri, window } from 'vscode';
import type { WorkspacePaths } from '../broker/workspaceFolder.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { ensureCredentialsFile } from './credentialsFile.ts';

/** Opens the credential file of this workspace's broker, and makes it first where there is none. */
export async function manageUsers({
  paths,
  settings,
}: {
  readonly paths: WorkspacePaths;
  readonly settings: SettingsReader;
}): Promise<void> {
  await ensureCredentialsFile(paths.credentials);
  await window.showTextDocument(Uri.file(paths.credentials));
  if (settings.read('auth') !== 'off') return;
  const open = l10n.t('Open Settings');
  const choice = await window.showInformationMessage(
    l10n.t('These users aren’t checked yet because queueside.auth is off.'),
    open,
  );
  if (choice === open) await commands.executeCommand('workbench.action.openSettings', 'queueside.auth');
}
