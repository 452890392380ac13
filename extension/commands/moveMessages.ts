import { l10n } from 'vscode';
import { moveMessages } from '../../broker/protocol/message.ts';
import type { Services } from '../services.ts';
import { tellOutcome } from './messageOutcome.ts';
import { pickDestination } from './pickDestination.ts';
import { pickMessages } from './pickMessages.ts';
import { forCount } from '../forCount.ts';

/** Takes messages out of their queue and sends them to another. */
export async function moveMessagesCommand(
  services: Services,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const title = l10n.t('Move Messages');
  const picked = await pickMessages(services, target, selection, title);
  const destination = picked && (await pickDestination(services, picked.queueArn, title));
  if (!picked || !destination) return;
  const result = await services.session.request(moveMessages, {
    queueArn: picked.queueArn,
    messageIds: picked.messages.map(({ messageId }) => messageId),
    toQueueArn: destination.arn,
  });
  tellOutcome(
    (count) =>
      forCount(
        count,
        l10n.t('Moved 1 message to {0}.', destination.name),
        l10n.t('Moved {0} messages to {1}.', count, destination.name),
      ),
    result,
  );
}
