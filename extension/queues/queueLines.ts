import * as l10n from '@vscode/l10n';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { formatCount, nameOfArn } from '../ground/text.ts';
import { describeCounts } from './queueText.ts';

/** A question with more lines would not fit on the screen. */
const MAXIMUM_LINES = 15;
const MAXIMUM_NAMES = 5;

/** One line for each queue with what is in it, for a question about all of them. */
export function listQueueLines(queues: readonly QueueSummary[]): string[] {
  const lines = queues
    .slice(0, queues.length === MAXIMUM_LINES + 1 ? queues.length : MAXIMUM_LINES)
    .map(({ name, counts, heldCount }) => `${name}: ${describeCounts(counts, heldCount) || l10n.t('empty')}`);
  const rest = queues.length - lines.length;
  return rest === 0 ? lines : [...lines, l10n.t('and {0} more', formatCount(rest))];
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
