import { env, l10n, type QuickPickItem, window } from 'vscode';
import { listProxyBypass } from '../broker/proxyBypass.ts';
import type { Services } from '../services.ts';
import { findUserKeys } from '../security/findUserKeys.ts';
import { prepareTrust } from '../security/trust.ts';
import { formatExports, listEndpointVariables, type Shell } from './shellExports.ts';

interface ShellItem extends QuickPickItem {
  readonly shell: Shell;
}

const ITEMS: readonly ShellItem[] = [
  { shell: 'bash', label: 'Bash, Zsh' },
  { shell: 'powershell', label: 'PowerShell' },
  { shell: 'fish', label: 'Fish' },
];

/** Copies lines that lead programs started from a shell to the broker. */
export async function copyShellExports(services: Services): Promise<void> {
  const choice = await window.showQuickPick(ITEMS, { title: l10n.t('Copy Shell Exports') });
  if (!choice) return;
  const info = await services.session.start();
  const { folder } = services.paths;
  const [keys, trust] = await Promise.all([
    findUserKeys(services, info),
    // The shell is most likely to have what this process has.
    prepareTrust(info, { inherited: process.env, folder }),
  ]);
  await env.clipboard.writeText(
    formatExports(
      choice.shell,
      listEndpointVariables(info, keys, { ...trust, ...listProxyBypass([process.env]) }),
    ),
  );
}
