import { l10n } from 'vscode';
import { refOf } from '../connections/connection.ts';
import { pickMessage, type PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import type { ComposerPanels } from './composerPanel.ts';

interface Needs extends PickMessageNeeds {
  readonly composers: ComposerPanels;
}

/** Opens a composer that is filled with what a message said. */
export async function editAndResend(services: Needs, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Edit and Send Again'), ['recall', 'send']);
  if (!picked) return;
  const { connection, message } = picked;
  const { body, attributes, groupId } = await connection.can.recall(message.messageId);
  // Without the deduplication id: an edited message is another one.
  const draft = { body, attributes, ...(groupId === undefined ? {} : { groupId }) };
  services.composers.openComposer(refOf(picked), draft);
}
