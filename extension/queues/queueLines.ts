import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Translate } from '../ground/text.ts';
import { describeCounts } from './queueText.ts';

/** A question with more lines would not fit on the screen. */
const MAXIMUM_LINES = 15;

/** One line for each queue with what is in it, for a question about all of them. */
export function listQueueLines(t: Translate, queues: readonly QueueSummary[]): string[] {
  const lines = queues
    .slice(0, queues.length === MAXIMUM_LINES + 1 ? queues.length : MAXIMUM_LINES)
    .map(({ name, counts, heldCount }) => `${name}: ${describeCounts(t, counts, heldCount) || t('empty')}`);
  const rest = queues.length - lines.length;
  return rest === 0 ? lines : [...lines, t('and {0} more', rest)];
}
