import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import { listUsers } from './gatewayItem.ts';
import type { GatewayUse } from './gatewayUse.ts';

/** Says which programs of this window call a gateway that ends because the entry of its connection changed. */
export function tellEnded(use: GatewayUse): void {
  const users = listUsers(use).map((name) => `“${name}”`);
  if (users.length === 0) return;
  void window.showWarningMessage(
    l10n.t(
      'The gateway of “{0}” ended, because its connection was changed or removed in the settings. Start again what calls it: {1}.',
      use.connection.name,
      users.join(', '),
    ),
  );
}
