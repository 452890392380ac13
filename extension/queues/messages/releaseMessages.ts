import { l10n } from 'vscode';
import { releaseMessages } from '../../../broker/protocol/message.ts';
import { forCount } from '../../ground/forCount.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickMessages, type PickMessagesNeeds } from './pickMessages.ts';

interface Needs extends PickMessagesNeeds {
  /** Shown beside the debugged programs, and read again when their messages were changed. */
  readonly inFlight: { refresh(): Promise<void> };
}

/** Makes messages in flight or delayed visible now, as if their time had run out. */
export async function releaseMessagesCommand(
  services: Needs,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, l10n.t('Make Visible Now'), 'inFlight');
  if (!picked) return;
  const messageIds = picked.messages.map(({ messageId }) => messageId);
  const result = await services.session.request(releaseMessages, { queueArn: picked.queueArn, messageIds });
  await services.inFlight.refresh();
  tellOutcome(
    (count) => forCount(count, l10n.t('1 message is visible.'), l10n.t('{0} messages are visible.', count)),
    result,
  );
}
