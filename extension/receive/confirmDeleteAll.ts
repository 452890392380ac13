import { l10n, window } from 'vscode';
import type { QueueHandles } from '../../webview/receiveProtocol.ts';
import { forCount } from '../ground/forCount.ts';

/** @returns whether the user wants to delete the received messages of all these queues */
export async function confirmDeleteAll(queues: readonly QueueHandles[]): Promise<boolean> {
  const messages = queues.reduce((sum, { handles }) => sum + handles.length, 0);
  const action = l10n.t('Delete');
  const choice = await window.showWarningMessage(
    describe(messages, queues.length),
    {
      modal: true,
      detail: l10n.t('Deletion by receipt handle, as consumers do it, can’t be undone.'),
    },
    action,
  );
  return choice === action;
}

function describe(messages: number, queues: number): string {
  if (queues > 1) return l10n.t('Delete {0} received messages from {1} queues?', messages, queues);
  return forCount(
    messages,
    l10n.t('Delete 1 received message?'),
    l10n.t('Delete {0} received messages?', messages),
  );
}
