import { l10n } from 'vscode';
import { isAble, type PlacedQueue, refOf } from '../../connections/connection.ts';
import { isMessageRow } from '../../connections/messageRow.ts';
import { forCount } from '../../ground/forCount.ts';
import { pick } from '../../ground/pick.ts';
import { formatCount } from '../../ground/text.ts';
import { describeNoMessage } from '../conditions.ts';
import { pickQueue, type PickQueueNeeds, SELECTION_ARGUMENT } from '../pickQueue.ts';
import { countMessages, mayHaveMessages } from '../queueText.ts';

/** What a user wants to copy or move: messages of the whole queue, or chosen ones of what the command was called on. */
export type TransferScope = { readonly whole: PlacedQueue } | { readonly target: unknown };

/**
 * Asks, if there is another connection, for the queue that the command was not called on, and whether it is about the whole queue. From a
 * queue whose messages can only be received, none can be chosen.
 * @returns undefined when the user gave up
 */
export async function askForScope(
  services: PickQueueNeeds,
  target: unknown,
  title: string,
): Promise<TransferScope | undefined> {
  const isAboutMessages = isMessageRow(target) || target === SELECTION_ARGUMENT;
  const hasOthers = services.connections.listAble(['exchange']).length > 1;
  if (isAboutMessages || !hasOthers) return { target };
  const placed = await pickQueue(services, target, {
    title,
    needs: ['exchange'],
    accepts: mayHaveMessages,
    refuse: ({ name }) => l10n.t('{0} is empty.', name),
    none: describeNoMessage(),
  });
  if (placed === undefined || !isAble(placed.connection, ['peek', 'transfer']))
    return placed && { whole: placed };
  const count = countMessages(placed.queue.counts);
  return pick<TransferScope>(
    [
      {
        label: l10n.t('Messages of the Whole Queue'),
        description: forCount(count, l10n.t('1 message'), l10n.t('{0} messages', formatCount(count))),
        value: { whole: placed },
      },
      { label: l10n.t('Choose Messages…'), value: { target: refOf(placed) } },
    ],
    { title, placeHolder: placed.queue.name, none: { text: '' } },
  );
}
