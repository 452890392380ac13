import { l10n } from 'vscode';
import type { UndoableChange } from '../../../broker/protocol/queue.ts';
import type { UndoableLoss } from '../../../broker/protocol/storage.ts';
import type { Able } from '../../connections/connection.ts';
import { changeEach } from '../../ground/changeEach.ts';
import { forCount } from '../../ground/forCount.ts';
import type { Told } from '../../ground/tellChange.ts';
import { nameOfArn } from '../../ground/text.ts';

/** A place that can take back what was done there. */
export type UndoingConnection = Able<'undo'>;

/** A purge or a deletion of a queue, with the place where it happened. */
export interface PlacedLoss {
  readonly connection: UndoingConnection;
  readonly loss: UndoableLoss;
}

/** Takes one change back. @returns what is back, in words */
export function undoChange(connection: UndoingConnection, change: UndoableChange): Promise<Told> {
  switch (change.kind) {
    case 'purge':
    case 'delete':
      return undoLosses([{ connection, loss: change }]);
    case 'changeQueue':
      return undoQueueChange(connection, change);
    default:
      return undoMessageEdits(connection, [change.undoId]);
  }
}

export async function undoQueueChange(
  connection: UndoingConnection,
  { undoId, queueArn }: { readonly undoId: string; readonly queueArn: string },
): Promise<Told> {
  await connection.can.undo.change(undoId);
  await connection.queues.refresh();
  return { text: l10n.t('Undid the change of {0}.', nameOfArn(queueArn)) };
}

/** The last edit first, so that each finds the queues as it left them. */
export async function undoMessageEdits(
  { can, queues }: UndoingConnection,
  undoIds: readonly string[],
): Promise<Told> {
  const { done, problem } = await changeEach(
    undoIds.toReversed(),
    () => l10n.t('Undo'),
    (undoId) => can.undo.messages(undoId),
  );
  await queues.refresh();
  const count = done.reduce((sum, { result }) => sum + result.done.length, 0);
  const missed = done.flatMap(({ result }) => result.missed);
  const [first] = missed;
  const notPutBack = first && l10n.t('Not put back: {0}. {1}', missed.length, first.reason);
  return {
    text: forCount(count, l10n.t('1 message was restored.'), l10n.t('{0} messages were restored.', count)),
    problem: join([notPutBack, problem]),
  };
}

/** Puts the messages of purged queues back, and makes deleted queues again. */
export async function undoLosses(losses: readonly PlacedLoss[]): Promise<Told> {
  const { done, problem } = await changeEach(
    losses,
    ({ loss }) => nameOfArn(loss.queueArn),
    ({ connection, loss }) => connection.can.undo.loss(loss),
  );
  for (const { queues } of new Set(done.map(({ item }) => item.connection))) await queues.refresh();
  const names = done.flatMap(({ item: { loss } }) =>
    loss.kind === 'delete' ? [nameOfArn(loss.queueArn)] : [],
  );
  const missing = done.reduce((sum, { result }) => sum + result.missing, 0);
  const messages = done.reduce((sum, { result }) => sum + result.messages, 0);
  const queuesBack =
    names.length === 0
      ? undefined
      : forCount(
          names.length,
          l10n.t('The queue {0} was restored.', names[0] ?? ''),
          l10n.t('{0} queues were restored.', names.length),
        );
  const messagesBack =
    queuesBack !== undefined && messages === 0
      ? undefined
      : forCount(
          messages,
          l10n.t('1 message was restored.'),
          l10n.t('{0} messages were restored.', messages),
        );
  return {
    text: join([queuesBack, messagesBack]) ?? '',
    problem: join([missing === 0 ? undefined : l10n.t('No longer stored: {0}.', missing), problem]),
  };
}

function join(sentences: readonly (string | undefined)[]): string | undefined {
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length === 0 ? undefined : said.join(' ');
}
