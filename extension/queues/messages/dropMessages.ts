import { l10n } from 'vscode';
import { isAble, type PlacedQueue } from '../../connections/connection.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import { forCount } from '../../ground/forCount.ts';
import { showMissing } from '../../ground/missing.ts';
import { pick } from '../../ground/pick.ts';
import { formatCount } from '../../ground/text.ts';
import { sayRefusal } from '../pickQueue.ts';
import { COPY, MOVE, type SendNeeds, transferMessages } from './sendMessages.ts';

/** Messages of one queue that are dragged. */
export interface DroppedMessages {
  readonly from: QueueRef;
  readonly messageIds: readonly string[];
}

/** Moves or copies messages that were dropped onto a queue: asks which, as a drop does not say. */
export async function dropMessages(
  services: Pick<SendNeeds, 'exchange'>,
  { connection, queue: source }: PlacedQueue,
  { messageIds }: DroppedMessages,
  to: PlacedQueue,
): Promise<void> {
  const { queue: destination } = to;
  if (to.connection === connection && destination.arn === source.arn) return;
  if (source.kind !== destination.kind) {
    const text = l10n.t(
      'Messages can only be moved or copied between queues of the same type: standard or FIFO.',
    );
    void showMissing({ text });
    return;
  }
  if (!isAble(connection, ['transfer'])) return sayRefusal(connection, ['transfer']);
  const count = messageIds.length;
  const { name } = destination;
  const operation = await pick(
    [
      {
        label: `$(move) ${forCount(
          count,
          l10n.t('Move 1 message to {0}', name),
          l10n.t('Move {0} messages to {1}', formatCount(count), name),
        )}`,
        value: MOVE,
      },
      {
        label: `$(copy) ${forCount(
          count,
          l10n.t('Copy 1 message to {0}', name),
          l10n.t('Copy {0} messages to {1}', formatCount(count), name),
        )}`,
        value: COPY,
      },
    ],
    { title: l10n.t('Move or Copy Messages'), none: { text: '' } },
  );
  const from = { connection, queue: source };
  if (operation) await transferMessages(services, operation, from, messageIds, to);
}
