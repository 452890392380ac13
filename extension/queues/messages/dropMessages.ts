import { l10n } from 'vscode';
import { isAble, type PlacedQueue } from '../../connections/connection.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import { forCount } from '../../ground/forCount.ts';
import { showMissing } from '../../ground/missing.ts';
import { pick } from '../../ground/pick.ts';
import { formatCount } from '../../ground/text.ts';
import { COPY, MOVE, transferMessages } from './sendMessages.ts';

/** Messages of one queue that are dragged. */
export interface DroppedMessages {
  readonly from: QueueRef;
  readonly messageIds: readonly string[];
}

/** Moves or copies messages that were dropped onto a queue: asks which, as a drop does not say. */
export async function dropMessages(
  { connection, queue: source }: PlacedQueue,
  { messageIds }: DroppedMessages,
  to: PlacedQueue,
): Promise<void> {
  const { queue: destination } = to;
  if (to.connection === connection && destination.arn === source.arn) return;
  const refusal = findRefusal({ connection, queue: source }, to);
  if (refusal !== undefined || !isAble(connection, ['transfer'])) {
    void showMissing({ text: refusal ?? l10n.t('The connection {0} can’t do this.', connection.name) });
    return;
  }
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
  if (operation) await transferMessages(operation, { connection, queue: source }, messageIds, destination);
}

function findRefusal(from: PlacedQueue, to: PlacedQueue): string | undefined {
  if (from.connection !== to.connection)
    return l10n.t('Messages can’t be moved from one connection to another.');
  if (from.queue.kind !== to.queue.kind)
    return l10n.t('Messages can only be moved or copied between queues of the same type: standard or FIFO.');
  return undefined;
}
