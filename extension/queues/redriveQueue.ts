import { type CancellationToken, l10n, type Progress, ProgressLocation, window } from 'vscode';
import type { Able } from '../connections/connection.ts';
import { forCount } from '../ground/forCount.ts';
import { type EditOutcome, showOutcome } from './messages/showOutcome.ts';
import { pickQueue, type PickQueueNeeds } from './pickQueue.ts';
import { countMessages } from './queueText.ts';

/** Of the peek method. */
const PAGE_MESSAGES = 100;

/** Sends all dead letters of a queue back to where they came from, page by page, until it is empty or cancelled. */
export async function redriveQueueCommand(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, {
    title: l10n.t('Redrive Queue'),
    needs: ['peek', 'redrive'],
    accepts: ({ deadLetterSources, counts }) => deadLetterSources.length > 0 && countMessages(counts) > 0,
    refuse: ({ name, deadLetterSources }) =>
      deadLetterSources.length === 0
        ? l10n.t('{0} is not the dead-letter queue of another queue.', name)
        : l10n.t('{0} is empty.', name),
    none: { text: l10n.t('Nothing to redrive: no dead-letter queue has messages.') },
  });
  if (!picked) return;
  const { connection, queue } = picked;
  const total = countMessages(queue.counts);
  const result = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Redriving {0}', queue.name),
      cancellable: true,
    },
    (progress, cancellation) => redriveAll(connection, queue.arn, total, progress, cancellation),
  );
  showOutcome(
    (count) =>
      forCount(
        count,
        l10n.t('Redrove 1 message of {0}.', queue.name),
        l10n.t('Redrove {0} messages of {1}.', count, queue.name),
      ),
    result,
    { connection, isSlow: true },
  );
}

interface Redriven {
  readonly done: string[];
  readonly undoIds: string[];
  readonly missed: Map<string, string>;
}

/** Says what it did before an error, too. */
async function redriveAll(
  connection: Able<'peek' | 'redrive'>,
  queueArn: string,
  total: number,
  progress: Progress<{ message: string; increment: number }>,
  cancellation: CancellationToken,
): Promise<EditOutcome> {
  const redriven: Redriven = { done: [], undoIds: [], missed: new Map() };
  let failure: string | undefined;
  try {
    await redrivePages(connection, queueArn, total, redriven, progress, cancellation);
  } catch (error) {
    if (redriven.done.length === 0) throw error;
    failure = error instanceof Error ? error.message : String(error);
  }
  const missed = [...redriven.missed].map(([messageId, reason]) => ({ messageId, reason }));
  return { ...redriven, missed, ...(failure === undefined ? {} : { failure }) };
}

async function redrivePages(
  { can }: Able<'peek' | 'redrive'>,
  queueArn: string,
  total: number,
  { done, undoIds, missed }: Redriven,
  progress: Progress<{ message: string; increment: number }>,
  cancellation: CancellationToken,
): Promise<void> {
  let cursor: string | undefined;
  while (!cancellation.isCancellationRequested) {
    const page = await can.peek.page({
      queueArn,
      limit: PAGE_MESSAGES,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const messageIds = page.messages.map(({ messageId }) => messageId).filter((id) => !missed.has(id));
    if (messageIds.length > 0) {
      const result = await can.redrive({ queueArn, messageIds });
      done.push(...result.done);
      if (result.undoId !== undefined) undoIds.push(result.undoId);
      for (const { messageId, reason } of result.missed) missed.set(messageId, reason);
      progress.report({
        message: l10n.t('{0} of {1}', done.length, Math.max(total, done.length)),
        increment: (100 * result.done.length) / Math.max(1, total),
      });
      // What is gone makes room at the front; what stays is passed over by the page after it.
      if (result.done.length > 0) {
        cursor = undefined;
        continue;
      }
    }
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
}
