import { l10n, ProgressLocation, window } from 'vscode';
import { undoMessages } from '../../../broker/protocol/message.ts';
import {
  listUndoable,
  undoChange,
  undoDelete,
  undoProgressed,
  undoPurge,
} from '../../../broker/protocol/queue.ts';
import type { BrokerClient } from '../../broker/brokerClient.ts';
import type { Capabilities } from '../../connections/capabilities.ts';
import { nameOfArn } from '../../ground/text.ts';

/** What the local broker can take back. */
export function createLocalUndo(session: BrokerClient): Capabilities['undo'] {
  return {
    list: async () => (await session.request(listUndoable, {})).changes,
    messages: (undoId) => session.request(undoMessages, { undoId }),
    change: async (undoId) => {
      await session.request(undoChange, { undoId });
    },
    loss: async ({ kind, queueArn, at }) => {
      const title = l10n.t('Restoring the messages of {0}', nameOfArn(queueArn));
      return await window.withProgress({ location: ProgressLocation.Window, title }, async (progress) => {
        const listener = session.onNotification(undoProgressed, (news) => {
          if (news.queueArn === queueArn) progress.report({ message: `${news.done} / ${news.total}` });
        });
        try {
          return await session.request(kind === 'purge' ? undoPurge : undoDelete, { queueArn, at });
        } finally {
          listener.dispose();
        }
      });
    },
  };
}
