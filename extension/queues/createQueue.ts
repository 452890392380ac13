import { l10n } from 'vscode';
import { isAble } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import type { askAndCreateQueue } from './createQueueSteps.ts';

interface CreateQueueNeeds {
  readonly connections: Connections;
  readonly queueEditors: { createQueue(connectionId: string): void };
  readonly loadPages: () => { readonly askAndCreateQueue: typeof askAndCreateQueue };
}

/** @returns the new queue's ARN, for whoever calls the command. */
export async function createQueueCommand(
  { connections, queueEditors, loadPages }: CreateQueueNeeds,
  target?: unknown,
): Promise<string | undefined> {
  const connection = await pickConnection(connections, target, l10n.t('Create Queue'), ['create']);
  if (!connection) return undefined;
  // The form checks what is typed, and shows the queue when it was created.
  const hasForm = isAble(connection, ['attributes', 'edit']);
  const openForm = () => queueEditors.createQueue(connection.id);
  return (await loadPages().askAndCreateQueue(connection, hasForm ? openForm : undefined))?.arn;
}
