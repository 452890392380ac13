import { l10n, type QuickPickItem, window } from 'vscode';
import { listProxyBypass } from '../broker/proxyBypass.ts';
import type { BrokerClient, WithSession } from '../broker/brokerClient.ts';
import { copyText } from '../ground/copyText.ts';
import { findUserKeys, type FindUserKeysNeeds } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';
import { formatExports, listEndpointVariables, type Shell } from './shellExports.ts';

interface Needs extends FindUserKeysNeeds {
  readonly session: BrokerClient;
}

interface ShellItem extends QuickPickItem {
  readonly shell: Shell;
}

const listItems = (): readonly ShellItem[] => [
  { shell: 'bash', label: 'Bash, Zsh' },
  { shell: 'powershell', label: 'PowerShell' },
  { shell: 'fish', label: 'Fish' },
  { shell: 'cmd', label: l10n.t('Command Prompt (cmd.exe)') },
  { shell: 'dotenv', label: l10n.t('.env File') },
];

/** Copies lines that lead programs started from a shell to the broker. */
export async function copyShellExports(services: Needs): Promise<void> {
  const choice = await window.showQuickPick(listItems(), { title: l10n.t('Copy Shell Exports') });
  if (!choice) return;
  const info = await services.session.start();
  const { folder } = services.paths;
  const [keys, trust] = await Promise.all([
    findUserKeys(services, info),
    // The shell most likely has the same environment as this process.
    prepareTrust(info, { inherited: process.env, folder }),
  ]);
  const variables = listEndpointVariables(info, keys, { ...trust, ...listProxyBypass([process.env]) });
  await copyText(
    formatExports(choice.shell, variables),
    choice.shell === 'dotenv'
      ? l10n.t('Copied {0} lines for a .env file.', Object.keys(variables).length)
      : l10n.t('Copied {0} lines. Paste them into the shell.', Object.keys(variables).length),
  );
}

export async function copyEndpoint({ session }: WithSession): Promise<void> {
  const { endpoint } = await session.start();
  await copyText(endpoint, l10n.t('Copied {0}', endpoint));
}
