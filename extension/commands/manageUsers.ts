import { commands, l10n, Uri, window } from 'vscode';
import { ensureCredentialsFile } from '../security/credentialsFile.ts';
import type { Services } from '../services.ts';

/** Opens the credential file of this workspace's broker, and makes it first where there is none. */
export async function manageUsers({ paths, settings }: Services): Promise<void> {
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
