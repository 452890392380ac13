import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { Connection, RemotePlace } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { copyText } from '../ground/copyText.ts';
import { showMissing } from '../ground/missing.ts';
import { showError } from '../ground/notices.ts';
import { tellChange } from '../ground/tellChange.ts';

type Remote = Connection & { readonly remote: RemotePlace };

/** Connects, or lists the queues again. */
export async function openConnection(connections: Connections, target: unknown): Promise<void> {
  const connection = await pickRemote(connections, target, l10n.t('Connect'));
  await connection?.remote.listAgain();
}

/** Disconnects, or stops connecting. */
export async function closeConnection(connections: Connections, target: unknown): Promise<void> {
  const connection = await pickRemote(connections, target, l10n.t('Disconnect'));
  if (!connection) return;
  connection.remote.close();
  tellChange({ text: l10n.t('Disconnected {0}.', connection.name) });
}

export async function copyRequiredPolicy(connections: Connections, target: unknown): Promise<void> {
  const connection = await pickRemote(connections, target, l10n.t('Copy Required Policy'));
  if (!connection) return;
  const { remote, name } = connection;
  await copyText(
    await remote.writePolicy(),
    l10n.t('Copied the IAM policy for {0} with the level {1}.', name, remote.level),
  );
}

export async function addQueueByUrl(connections: Connections, target: unknown): Promise<void> {
  const title = l10n.t('Add Queue by URL');
  const connection = await pickRemote(connections, target, title);
  if (!connection) return;
  await connection.remote.open();
  if (!connection.isOpen) return;
  const url = await window.showInputBox({ title, prompt: l10n.t('URL of the queue'), ignoreFocusOut: true });
  if (url === undefined) return;
  const problem = await connection.remote.addQueue(url.trim());
  if (problem !== undefined) void showError(problem);
  else tellChange({ text: l10n.t('Added {0} to {1}.', url.trim(), connection.name) });
}

export async function removeConnection(connections: Connections, target: unknown): Promise<void> {
  const connection = await pickRemote(connections, target, l10n.t('Remove Connection'));
  if (!connection) return;
  const action = l10n.t('Remove');
  const choice = await window.showWarningMessage(
    l10n.t('Remove the connection {0}?', connection.name),
    { modal: true, detail: l10n.t('Its queues and messages stay as they are.') },
    action,
  );
  if (choice !== action) return;
  await connection.remote.remove();
  tellChange({ text: l10n.t('Removed the connection {0}.', connection.name) });
}

/** @param row the last one of a connection */
export async function readMoreQueues(row: unknown): Promise<void> {
  await findRemote((row as { readonly parent?: unknown } | undefined)?.parent)?.remote.readMore();
}

/** The connection of the row that a command was called on, the only one there is, or the user's choice. */
async function pickRemote(
  connections: Connections,
  target: unknown,
  title: string,
): Promise<Remote | undefined> {
  const found = findRemote(target);
  if (found) return found;
  const all = connections.all.filter(isRemote);
  if (all.length === 0) {
    void showMissing({
      text: l10n.t('There is no connection to another endpoint yet.'),
      remedy: { title: l10n.t('Add Connection…'), command: 'queueside.addConnection' },
    });
  }
  if (all.length < 2) return all[0];
  const items = all.map((connection) => ({ label: connection.name, connection }));
  const placeHolder = l10n.t('Connection');
  return (await window.showQuickPick(items, { title, ignoreFocusOut: true, placeHolder }))?.connection;
}

function findRemote(row: unknown): Remote | undefined {
  const connection = (row as { readonly connection?: Connection } | undefined)?.connection;
  return connection && isRemote(connection) ? connection : undefined;
}

function isRemote(connection: Connection): connection is Remote {
  return connection.remote !== undefined;
}
