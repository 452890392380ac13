import * as l10n from '@vscode/l10n';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { PlacedQueue } from '../connections/connection.ts';
import { warnOfDeletedMessages } from '../ground/counts.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount, nameOfArn } from '../ground/text.ts';
import { countMessages, describeCounts, isUncounted } from './queueText.ts';

/** A question with more lines would not fit on the screen. */
const MAXIMUM_LINES = 15;
const MAXIMUM_NAMES = 5;

/** One line for each queue with what is in it, for a question about all of them. */
export function listQueueLines(queues: readonly PlacedQueue[]): string[] {
  const lines = queues
    .slice(0, queues.length === MAXIMUM_LINES + 1 ? queues.length : MAXIMUM_LINES)
    .map((placed) => `${nameQueue(placed)}: ${describeContents(placed)}`);
  const rest = queues.length - lines.length;
  return rest === 0 ? lines : [...lines, l10n.t('and {0} more', formatCount(rest))];
}

/** With its connection, if that is not the local broker. */
export function nameQueue({ connection: { name, remote }, queue }: PlacedQueue): string {
  return remote === undefined ? queue.name : l10n.t('{0} on {1}', queue.name, name);
}

/** What a purge or a deletion takes along. Counts of other endpoints are approximate, and nothing brings their messages back. */
export function warnOfLoss(queues: readonly PlacedQueue[]): string[] {
  const count = queues.reduce((sum, { queue }) => sum + countMessages(queue.counts), 0);
  const remote = queues.filter(({ connection }) => connection.remote !== undefined);
  if (remote.length === 0) return [warnOfDeletedMessages(count)];
  const names = new Set(remote.map(({ connection }) => connection.name));
  return [
    queues.some(({ queue }) => isUncounted(queue))
      ? l10n.t('This deletes all messages; not all of them are counted.')
      : forCount(
          count,
          l10n.t('This deletes about 1 message.'),
          l10n.t('This deletes about {0} messages.', formatCount(count)),
        ),
    l10n.t('This cannot be undone on {0}.', joinNames([...names])),
  ];
}

function describeContents({ connection, queue }: PlacedQueue): string {
  const counts = describeCounts(queue.counts, queue.heldCount);
  if (connection.remote === undefined) return counts || l10n.t('empty');
  if (isUncounted(queue)) return l10n.t('not counted');
  return counts ? l10n.t('about {0}', counts) : l10n.t('empty when it was counted');
}

/** Names of the queues that stay and lose their dead-letter queue when `deleted` are gone. */
export function listLosers(deleted: readonly QueueSummary[]): string[] {
  const gone = new Set(deleted.map(({ arn }) => arn));
  const sources = new Set(deleted.flatMap(({ deadLetterSources }) => deadLetterSources));
  return [...sources].filter((arn) => !gone.has(arn)).map(nameOfArn);
}

/** Names in one line, the first few of many. */
export function joinNames(names: readonly string[]): string {
  const shown = names.slice(0, names.length === MAXIMUM_NAMES + 1 ? names.length : MAXIMUM_NAMES);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : l10n.t('{0} and {1} more', shown.join(', '), rest);
}
