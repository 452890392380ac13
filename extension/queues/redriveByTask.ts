import * as l10n from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import type { MoveOutcome, MoveProgress } from '../connections/capabilities.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import { forCount } from '../ground/forCount.ts';
import { showMissing } from '../ground/missing.ts';
import { tellChange } from '../ground/tellChange.ts';
import { formatCount } from '../ground/text.ts';
import { joinNames } from './queueLines.ts';
import { countMessages, isUncounted } from './queueText.ts';

/** Moves all messages of a dead-letter queue back by a task of the service, and shows how far it is; Cancel ends the task. */
export async function redriveByTask(picked: PlacedQueue<'moveTasks'>): Promise<void> {
  const { connection, queue } = picked;
  const { moveTasks } = connection.can;
  const isRunning = await moveTasks.isRunning(queue.arn);
  const sources = isRunning ? undefined : await moveTasks.listSources(queue.arn);
  if (sources?.length === 0) {
    void showMissing({ text: l10n.t('{0} is not the dead-letter queue of another queue.', queue.name) });
    return;
  }
  const question = { count: 1, lines: describeMove(picked, sources) };
  const outcome = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('{0}: redriving {1}', connection.name, queue.name),
      cancellable: true,
    },
    (progress, cancellation) => {
      const cancelled = new AbortController();
      cancellation.onCancellationRequested(() => cancelled.abort());
      let shown = 0;
      return moveTasks.run(
        queue.arn,
        (moved) => {
          const percent = findPercent(moved);
          progress.report({ message: describeProgress(moved), increment: Math.max(0, percent - shown) });
          shown = Math.max(shown, percent);
        },
        cancelled.signal,
        question,
      );
    },
  );
  tellChange(describeOutcome(queue.name, outcome));
}

function describeMove(
  { queue }: PlacedQueue<'moveTasks'>,
  sources: readonly string[] | undefined,
): readonly string[] {
  const count = countMessages(queue.counts);
  return [
    isUncounted(queue)
      ? l10n.t('Moves all messages; they are not counted.')
      : forCount(
          count,
          l10n.t('Moves about 1 message.'),
          l10n.t('Moves about {0} messages.', formatCount(count)),
        ),
    sources === undefined
      ? l10n.t('Each goes back to the queue that it came from.')
      : l10n.t('They go back to {0}.', joinNames(sources)),
  ];
}

function describeProgress({ movedCount, totalCount }: MoveProgress): string {
  return totalCount === undefined
    ? l10n.t('about {0} moved', formatCount(movedCount))
    : l10n.t('about {0} of {1}', formatCount(movedCount), formatCount(Math.max(totalCount, movedCount)));
}

function findPercent({ movedCount, totalCount = 0 }: MoveProgress): number {
  return totalCount === 0 ? 0 : Math.min(100, (100 * movedCount) / totalCount);
}

function describeOutcome(name: string, { kind, movedCount, reason }: MoveOutcome) {
  const text = forCount(
    movedCount,
    l10n.t('Moved about 1 message of {0}.', name),
    l10n.t('Moved about {0} messages of {1}.', formatCount(movedCount), name),
  );
  if (kind === 'completed') return { text, isSlow: true };
  if (kind === 'cancelled') return { text, problem: l10n.t('You canceled the rest.') };
  const problem =
    reason === undefined
      ? l10n.t('The service stopped it and gave no reason.')
      : l10n.t('The service stopped it: {0}', reason);
  return { text, problem };
}
