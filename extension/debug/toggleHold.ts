import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { SettingsReader } from '../ground/settings.ts';

/** Switches the hold at breakpoints on or off, where the user has set it. */
export async function toggleHold({ settings }: { readonly settings: SettingsReader }): Promise<void> {
  const isEnabled = !settings.read('debug.hold');
  const configuration = workspace.getConfiguration('queueside');
  const isWorkspaceValue = configuration.inspect('debug.hold')?.workspaceValue !== undefined;
  await configuration.update(
    'debug.hold',
    isEnabled,
    isWorkspaceValue ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
  window.setStatusBarMessage(
    isEnabled
      ? l10n.t('At breakpoints, messages now wait with the program.')
      : l10n.t('At breakpoints, the visibility clock now runs on.'),
    5_000,
  );
}
