import { l10n, window } from 'vscode';
import type { PlacedQueue } from '../connections/connection.ts';
import { changeEach } from '../ground/changeEach.ts';
import { pickQueues, type PickQueueNeeds } from './pickQueue.ts';
import { joinNames, listLosers, listQueueLines, nameQueue, warnOfLoss } from './queueLines.ts';
import { forCount } from '../ground/forCount.ts';
import { tellLoss } from './undo/tellLoss.ts';

/** Deletes queues after saying what goes with them. */
export async function deleteQueues(
  services: PickQueueNeeds,
  target?: unknown,
  selection?: unknown,
): Promise<void> {
  const picked = await pickQueues(services, target, selection, {
    title: l10n.t('Delete Queue'),
    needs: ['delete'],
  });
  // Where the protection level asks for the name of the queue, that is the question.
  const unasked = picked.filter(({ connection }) => connection.remote?.asksFor('delete') !== true);
  if (picked.length === 0 || (unasked.length > 0 && !(await confirmDelete(unasked)))) return;
  const { done, problem } = await changeEach(picked, nameQueue, ({ connection, queue }) =>
    connection.can.delete(queue.arn, { count: 1, lines: describeLosses([{ connection, queue }]) }),
  );
  const deleted = done.map(({ item }) => item);
  const names = joinNames(deleted.map(nameQueue));
  await tellLoss('delete', deleted, { text: l10n.t('Deleted {0}.', names), problem });
}

async function confirmDelete(queues: readonly PlacedQueue[]): Promise<boolean> {
  const lines = describeLosses(queues);
  if (queues.length > 1) lines.unshift(...listQueueLines(queues));
  const action = l10n.t('Delete');
  const [first] = queues;
  const choice = await window.showWarningMessage(
    queues.length === 1 && first !== undefined
      ? l10n.t('Delete the queue {0}?', nameQueue(first))
      : l10n.t('Delete {0} queues?', queues.length),
    { modal: true, detail: lines.join('\n') },
    action,
  );
  return choice === action;
}

function describeLosses(queues: readonly PlacedQueue[]): string[] {
  const losers = listLosers(queues.map(({ queue }) => queue));
  if (losers.length === 0) return warnOfLoss(queues);
  return [
    ...warnOfLoss(queues),
    forCount(
      losers.length,
      l10n.t('{0} loses its dead-letter queue.', joinNames(losers)),
      l10n.t('These queues lose their dead-letter queue: {0}.', joinNames(losers)),
    ),
  ];
}
