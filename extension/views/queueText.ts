import type { MessageSummary } from '../../broker/protocol/message.ts';
import type { QueueCounts, QueueSummary } from '../../broker/protocol/queue.ts';
import { formatDuration } from '../durations.ts';
import { forCount } from '../forCount.ts';
import { oneLine } from '../oneLine.ts';

/** The translator of `vscode.l10n.t`: this file runs in Node too. */
export type Translate = (message: string, ...parameters: (string | number)[]) => string;

/** Such as `3 visible · 1 in flight`; empty for an empty queue. */
export function describeCounts(t: Translate, counts: QueueCounts, heldCount = 0): string {
  const parts: string[] = [];
  if (counts.visible > 0) parts.push(t('{0} visible', formatCount(counts.visible)));
  if (counts.inFlight > 0) parts.push(t('{0} in flight', formatCount(counts.inFlight)));
  if (counts.delayed > 0) parts.push(t('{0} delayed', formatCount(counts.delayed)));
  if (heldCount > 0) parts.push(t('{0} held', formatCount(heldCount)));
  return parts.join(' · ');
}

/** Such as `2,004`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

export function countMessages({ visible, inFlight, delayed }: QueueCounts): number {
  return visible + inFlight + delayed;
}

/** What a screen reader says for a queue. */
export function speakQueue(t: Translate, queue: QueueSummary): string {
  const parts = [queue.name, queue.kind === 'fifo' ? t('FIFO queue') : t('standard queue')];
  if (queue.deadLetterSources.length > 0) parts.push(t('dead-letter queue'));
  if (queue.hasFaults === true) parts.push(t('faults on'));
  parts.push(describeCounts(t, queue.counts, queue.heldCount).replaceAll(' · ', ', ') || t('empty'));
  return parts.join(', ');
}

export function matchesFilter(name: string, filter: string): boolean {
  return name.toLowerCase().includes(filter.toLowerCase());
}

/** What stands above the rows while a filter hides some of them; empty without one. */
export function describeFilter(t: Translate, filter: string, queues: readonly QueueSummary[]): string {
  if (filter === '') return '';
  const shown = queues.filter(({ name }) => matchesFilter(name, filter)).length;
  return forCount(
    shown,
    t('1 of {0} queues matches “{1}”. Press Escape to show all.', formatCount(queues.length), filter),
    t(
      '{0} of {1} queues match “{2}”. Press Escape to show all.',
      formatCount(shown),
      formatCount(queues.length),
      filter,
    ),
  );
}

/** The grammar that `when` clauses of the manifest test by regular expression: `queue;fifo;dlq;nonempty`. */
export function encodeQueueContext(queue: QueueSummary): string {
  const words = ['queue', queue.kind];
  if (queue.deadLetterSources.length > 0) words.push('dlq');
  if (queue.hasFaults === true) words.push('faults');
  words.push(countMessages(queue.counts) > 0 ? 'nonempty' : 'empty');
  return words.join(';');
}

/** The last segment of an ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

const LABEL_CHARACTERS = 40;

/** State, size and time left have to be in sight beside it, in a side bar of the usual width. */
export const ROW_LABEL_CHARACTERS = 20;

/** The beginning of a body on one line. */
export function labelMessage(t: Translate, preview: string, characters = LABEL_CHARACTERS): string {
  return oneLine(preview, characters) || t('(blank)');
}

export function describeMessageState(t: Translate, message: MessageSummary): string {
  if (message.heldRemainingMs !== undefined) return t('held');
  switch (message.state) {
    case 'visible':
      return t('visible');
    case 'inFlight':
      return t('in flight');
    case 'delayed':
      return t('delayed');
  }
}

/**
 * Such as `held, 21 s left`; nothing for messages that time does not change.
 * @param now epoch ms on the broker's clock
 */
export function describeTimeLeft(t: Translate, message: MessageSummary, now: number): string | undefined {
  if (message.heldRemainingMs !== undefined) {
    return t('held, {0} left', formatDuration(message.heldRemainingMs));
  }
  if (message.visibleAt === undefined) return undefined;
  const left = formatDuration(Math.max(0, message.visibleAt - now));
  return message.state === 'delayed' ? t('delayed, {0} left', left) : t('in flight, {0} left', left);
}

/**
 * Such as `in flight, 12 s left · received 2× · 1.2 KiB`.
 * @param now epoch ms on the broker's clock
 */
export function describeMessage(t: Translate, message: MessageSummary, now: number): string {
  const parts = [describeTimeLeft(t, message, now) ?? describeMessageState(t, message)];
  if (message.receiveCount > 0) parts.push(t('received {0}×', message.receiveCount));
  if (message.groupId !== undefined) parts.push(t('group {0}', message.groupId));
  parts.push(formatBytes(message.sizeBytes));
  return parts.join(' · ');
}

/** In steps of 1,024, with one digit after the point below ten, unless the value is exact without it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kibibytes = bytes / 1024;
  if (kibibytes < 1024) return `${formatShort(kibibytes)} KiB`;
  return `${formatShort(kibibytes / 1024)} MiB`;
}

function formatShort(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
}
