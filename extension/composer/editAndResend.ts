import { l10n } from 'vscode';
import type { PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import { pickRemembered } from '../queues/messages/pickRemembered.ts';
import type { ComposerPanels } from './composerPanel.ts';

interface Needs extends PickMessageNeeds {
  readonly composers: ComposerPanels;
}

/** Opens a composer that is filled with what a message said. */
export async function editAndResend(services: Needs, target?: unknown): Promise<void> {
  const picked = await pickRemembered(services, target, l10n.t('Edit and Send Again'), ['recall', 'send']);
  if (!picked) return;
  const { connection, queueRef, messageId } = picked;
  const { body, attributes, groupId } = await connection.can.recall(messageId);
  // Without the deduplication id: an edited message is another one.
  const draft = { body, attributes, ...(groupId === undefined ? {} : { groupId }) };
  services.composers.openComposer(queueRef, draft);
}
