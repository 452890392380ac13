import { l10n, window } from 'vscode';
import { showMissing } from '../ground/missing.ts';
import type { Capability } from './capabilities.ts';
import { type Able, type Connection, isAble } from './connection.ts';
import type { Connections } from './connections.ts';

/**
 * The connection that a command is about: that of the row that it was called on, the only one that can do it, or the user's choice.
 * Connects to another endpoint if it is not connected.
 * @returns undefined when the user chose none, it could not be connected, or its protection level does not allow it, which is said
 */
export async function pickConnection<C extends Capability>(
  connections: Connections,
  target: unknown,
  title: string,
  needs: readonly C[],
): Promise<Able<C> | undefined> {
  const connection = findAble(target, needs) ?? (await choose(connections, title, needs));
  const remote = connection?.remote;
  if (connection === undefined || remote === undefined) return connection;
  const refusal = needs
    .map((capability) => remote.findRefusal(capability))
    .find((reason) => reason !== undefined);
  if (refusal !== undefined) {
    void showMissing({ text: refusal });
    return undefined;
  }
  // What goes wrong is said there.
  await remote.open();
  return connection.isOpen ? connection : undefined;
}

function findAble<C extends Capability>(row: unknown, needs: readonly C[]): Able<C> | undefined {
  const connection = (row as { readonly connection?: Connection } | undefined)?.connection;
  return connection !== undefined && isAble(connection, needs) ? connection : undefined;
}

async function choose<C extends Capability>(
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
