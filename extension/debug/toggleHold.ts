import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { SettingsReader } from '../settings/allSettings.ts';

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
      ? l10n.t('Visibility timeouts now pause at breakpoints.')
      : l10n.t('Visibility timeouts now keep running at breakpoints.'),
    5_000,
  );
}
