import * as l10n from '@vscode/l10n';
import type { QueueCounts, QueueSummary } from '../../broker/protocol/queue.ts';
import type { ListedQueue } from '../connections/connection.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';

/** Such as `3 visible · 1 in flight`; empty for an empty queue. */
export function describeCounts(counts: QueueCounts, heldCount = 0): string {
  const parts: string[] = [];
  if (counts.visible > 0) parts.push(l10n.t('{0} visible', formatCount(counts.visible)));
  if (counts.inFlight > 0) parts.push(l10n.t('{0} in flight', formatCount(counts.inFlight)));
  if (counts.delayed > 0) parts.push(l10n.t('{0} delayed', formatCount(counts.delayed)));
  if (heldCount > 0) parts.push(l10n.t('{0} held', formatCount(heldCount)));
  return parts.join(' · ');
}

export function countMessages({ visible, inFlight, delayed }: QueueCounts): number {
  return visible + inFlight + delayed;
}

/** Whether the counts of a queue were not read yet, so that they say nothing. */
export function isUncounted(queue: ListedQueue): boolean {
  return queue.isUncounted === true;
}

/** Whether a queue has messages, as far as that is known. */
export function mayHaveMessages(queue: ListedQueue): boolean {
  return isUncounted(queue) || countMessages(queue.counts) > 0;
}

/** Whether a dead-letter queue has messages. */
export function hasDeadLetters({ deadLetterSources, counts }: QueueSummary): boolean {
  return deadLetterSources.length > 0 && countMessages(counts) > 0;
}

/** The screen reader text of a queue. */
export function describeQueueForScreenReader(queue: ListedQueue): string {
  const parts = [queue.name, queue.kind === 'fifo' ? l10n.t('FIFO queue') : l10n.t('standard queue')];
  if (queue.deadLetterSources.length > 0) parts.push(l10n.t('dead-letter queue'));
  if (queue.hasFaults === true) parts.push(l10n.t('faults on'));
  parts.push(
    isUncounted(queue)
      ? l10n.t('not counted')
      : describeCounts(queue.counts, queue.heldCount).replaceAll(' · ', ', ') || l10n.t('empty'),
  );
  return parts.join(', ');
}

export function matchesFilter(name: string, filter: string): boolean {
  return name.toLowerCase().includes(filter.toLowerCase());
}

/** The note above the rows while a filter hides some of them; empty without a filter. */
export function describeFilter(filter: string, queues: readonly QueueSummary[]): string {
  if (filter === '') return '';
  const shown = queues.filter(({ name }) => matchesFilter(name, filter)).length;
  return forCount(
    queues.length,
    l10n.t('Filtered by “{0}”: {1} of 1 queue. Press Escape to show all.', filter, formatCount(shown)),
    l10n.t(
      'Filtered by “{0}”: {1} of {2} queues. Press Escape to show all.',
      filter,
      formatCount(shown),
      formatCount(queues.length),
    ),
  );
}

/** The note above the rows while empty queues are hidden; empty if none is. */
export function describeHidden(count: number): string {
  if (count === 0) return '';
  return forCount(
    count,
    l10n.t('1 empty queue is hidden.'),
    l10n.t('{0} empty queues are hidden.', formatCount(count)),
  );
}

/** The grammar that `when` clauses of the manifest test by regular expression: `queue;fifo;dlq;nonempty`. */
export function encodeQueueContext(queue: QueueSummary): string {
  const words = ['queue', queue.kind];
  if (queue.deadLetterSources.length > 0) words.push('dlq');
  if (queue.deadLetterTarget !== undefined) words.push('redrives');
  if (queue.hasFaults === true) words.push('faults');
  words.push(mayHaveMessages(queue) ? 'nonempty' : 'empty');
  return words.join(';');
}
