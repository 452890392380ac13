import { l10n } from 'vscode';
import { refOf } from '../connections/connection.ts';
import { pickMessage, type PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import type { MessageEditors } from './messageEditors.ts';

export interface OpenMessageNeeds extends PickMessageNeeds {
  readonly messageEditors: MessageEditors;
}

/** @param readTitle of the question for the message, where the command was called on none */
function openBy(readTitle: () => string) {
  return async (services: OpenMessageNeeds, target?: unknown): Promise<void> => {
    const picked = await pickMessage(services, target, readTitle());
    if (!picked) return;
    const { messageId } = picked.message;
    await services.messageEditors.openMessage({ queueRef: refOf(picked), messageId });
  };
}

/** Shows everything that is known of a message. Looking changes nothing about it. */
export const openMessage = openBy(() => l10n.t('Open Message'));

/** Looks at a waiting message without receiving it. */
export const peekMessagesCommand = openBy(() => l10n.t('Peek'));
