import { l10n, window } from 'vscode';
import type { Capability } from './capabilities.ts';
import type { Able } from './connection.ts';
import type { Connections } from './connections.ts';

/**
 * The connection that a command is about: the only one that can do it, or the user's choice.
 * @returns undefined when the user chose none
 */
export async function pickConnection<C extends Capability>(
  connections: Connections,
  title: string,
  needs: readonly C[],
): Promise<Able<C> | undefined> {
  const able = connections.listAble(needs);
  if (able.length < 2) return able[0];
  const items = able.map((connection) => ({ label: connection.name, connection }));
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: l10n.t('Connection'),
  });
  return choice?.connection;
}
