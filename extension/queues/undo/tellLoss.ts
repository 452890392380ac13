import type { UndoableLoss } from '../../../broker/protocol/storage.ts';
import { type Connection, isAble, type PlacedQueue } from '../../connections/connection.ts';
import { type Told, tellChange } from '../../ground/tellChange.ts';
import { type PlacedLoss, undoLosses } from './undoChange.ts';

/** Says what was purged or deleted, with a button that brings it back where the connection can. Shows the queues as they are now. */
export async function tellLoss(
  kind: UndoableLoss['kind'],
  lost: readonly PlacedQueue[],
  told: Told,
): Promise<void> {
  const connections = [...new Set(lost.map(({ connection }) => connection as Connection))];
  const losses: PlacedLoss[] = [];
  for (const connection of connections) {
    const arns = lost.filter((each) => each.connection === connection).map(({ queue }) => queue.arn);
    losses.push(...(await listLosses(connection, kind, arns)));
  }
  tellChange({ ...told, ...(losses.length === 0 ? {} : { undo: () => undoLosses(losses) }) });
  for (const { queues } of connections) await queues.refresh();
}

/** None if the connection does not say; the notification appears either way. */
async function listLosses(
  connection: Connection,
  kind: UndoableLoss['kind'],
  queueArns: readonly string[],
): Promise<readonly PlacedLoss[]> {
  if (!isAble(connection, ['undo'])) return [];
  const changes = await connection.can.undo.list().catch(() => []);
  return changes.flatMap((change) =>
    (change.kind === 'purge' || change.kind === 'delete') &&
    change.kind === kind &&
    queueArns.includes(change.queueArn) &&
    (kind === 'delete' || change.messages > 0)
      ? [{ connection, loss: change }]
      : [],
  );
}
