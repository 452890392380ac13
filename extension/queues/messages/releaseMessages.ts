import { l10n } from 'vscode';
import { forCount } from '../../ground/forCount.ts';
import type { PickQueueNeeds } from '../pickQueue.ts';
import { showOutcome } from './showOutcome.ts';
import { pickMessages } from './pickMessages.ts';

interface Needs extends PickQueueNeeds {
  /** Shown beside the debugged programs, and read again when their messages were changed. */
  readonly inFlight: { refresh(): Promise<void> };
}

/** Makes messages in flight or delayed visible now, as if their time had run out. */
export async function releaseMessagesCommand(
  services: Needs,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickMessages(services, target, selection, {
    title: l10n.t('Make Visible Now'),
    needs: ['change'],
    among: {
      states: ['inFlight', 'delayed'],
      none: (name) => l10n.t('{0} has no messages in flight or delayed.', name),
      nowhere: l10n.t('No queue has messages in flight or delayed.'),
    },
  });
  if (!picked) return;
  const { connection, queue, messages } = picked;
  const messageIds = messages.map(({ messageId }) => messageId);
  const result = await connection.can.change.release({ queueArn: queue.arn, messageIds });
  showOutcome(
    (count) => forCount(count, l10n.t('1 message is visible.'), l10n.t('{0} messages are visible.', count)),
    result,
  );
  await services.inFlight.refresh();
}
