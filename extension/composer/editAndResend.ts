import { l10n } from 'vscode';
import { getSentMessage } from '../../broker/protocol/message.ts';
import { pickMessage, type PickMessageNeeds } from '../queues/messages/pickMessage.ts';
import type { ComposerPanels } from './composerPanel.ts';

interface Needs extends PickMessageNeeds {
  readonly composers: ComposerPanels;
}

/** Opens a composer that is filled with what a message said. */
export async function editAndResend(services: Needs, target?: unknown): Promise<void> {
  const picked = await pickMessage(services, target, l10n.t('Edit and Send Again'));
  if (!picked) return;
  const { body, attributes, groupId } = await services.session.request(getSentMessage, {
    messageId: picked.message.messageId,
  });
  // Without the deduplication id: an edited message is another one.
  const draft = { body, attributes, ...(groupId === undefined ? {} : { groupId }) };
  services.composers.openComposer(picked.queue.arn, draft);
}
