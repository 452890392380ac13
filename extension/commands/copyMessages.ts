import { l10n } from 'vscode';
import { copyMessages } from '../../broker/protocol/message.ts';
import type { Services } from '../services.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickDestination } from './pickDestination.ts';
import { pickMessages } from './pickMessages.ts';
import { forCount } from '../forCount.ts';

/** Sends copies of messages to another queue; the messages stay. */
export async function copyMessagesCommand(
  services: Services,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const title = l10n.t('Copy Messages');
  const picked = await pickMessages(services, target, selection, title);
  const destination = picked && (await pickDestination(services, picked.queueArn, title));
  if (!picked || !destination) return;
  const result = await services.session.request(copyMessages, {
    queueArn: picked.queueArn,
    messageIds: picked.messages.map(({ messageId }) => messageId),
    toQueueArn: destination.arn,
  });
  tellOutcome(
    (count) =>
      forCount(
        count,
        l10n.t('Copied 1 message to {0}.', destination.name),
        l10n.t('Copied {0} messages to {1}.', count, destination.name),
      ),
    result,
  );
}
