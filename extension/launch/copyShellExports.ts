import { l10n, type QuickPickItem, window } from 'vscode';
import type { WithSession } from '../broker/brokerClient.ts';
import { copyText } from '../ground/copyText.ts';
import { listExports, type Shell } from './shellExports.ts';
import { listTerminalVariables, type TerminalVariablesNeeds } from './terminalVariables.ts';

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
export async function copyShellExports(services: TerminalVariablesNeeds): Promise<void> {
  const choice = await window.showQuickPick(listItems(), { title: l10n.t('Copy Shell Exports') });
  if (!choice) return;
  const lines = listExports(choice.shell, await listTerminalVariables(services));
  await copyText(
    `${lines.join('\n')}\n`,
    choice.shell === 'dotenv'
      ? l10n.t('Copied {0} lines for a .env file.', lines.length)
      : l10n.t('Copied {0} lines. Paste them into the shell.', lines.length),
  );
}

export async function copyEndpoint({ session }: WithSession): Promise<void> {
  const { endpoint } = await session.start();
  await copyText(endpoint, l10n.t('Copied {0}', endpoint));
}
