import * as l10n from '@vscode/l10n';
import type { QueueMessages, ShortenedLives } from '../../broker/protocol/clock.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { nameOfArn } from '../ground/text.ts';

/** Queues that are named in a sentence; the others are only counted. */
const MAXIMUM_NAMED = 3;

/** Such as `3 messages in steps.fifo and 2 in orders will expire.` */
export function describeLoss(ending: readonly QueueMessages[]): string {
  return l10n.t('{0} will expire.', listMessages(ending));
}

/** Such as `1 message in steps.fifo expires`, for a row of a list. */
export function describeEnding(ending: readonly QueueMessages[]): string {
  const messages = listMessages(ending);
  return forCount(countEnding(ending), l10n.t('{0} expires', messages), l10n.t('{0} expire', messages));
}

export function countEnding(ending: readonly QueueMessages[]): number {
  return ending.reduce((sum, { messages }) => sum + messages, 0);
}

/** Whether a jump can be undone, and for how long. */
export function describeUndo(undoMs: number | undefined): string {
  if (undoMs === undefined) return l10n.t('You can’t undo this.');
  const minutes = Math.floor(undoMs / 60_000);
  return forCount(
    minutes,
    l10n.t('You can undo this for 1 minute.'),
    l10n.t('You can undo this for {0} minutes.', minutes),
  );
}

/** What is left to messages after the way back to real time. */
export function describeShortened({ messages, upToMs }: ShortenedLives): string {
  const duration = formatDuration(upToMs);
  return forCount(
    messages,
    l10n.t('1 message now expires up to {0} earlier.', duration),
    l10n.t('{0} messages now expire up to {1} earlier.', messages, duration),
  );
}

function listMessages(ending: readonly QueueMessages[]): string {
  const sorted = [...ending].sort((one, other) => other.messages - one.messages);
  const rest = sorted.length > MAXIMUM_NAMED ? sorted.slice(MAXIMUM_NAMED - 1) : [];
  const named = sorted.slice(0, sorted.length - rest.length);
  const parts = named.map(({ queueArn, messages }, place) => {
    const queue = nameOfArn(queueArn);
    if (place > 0) return l10n.t('{0} in {1}', messages, queue);
    return forCount(
      messages,
      l10n.t('1 message in {0}', queue),
      l10n.t('{0} messages in {1}', messages, queue),
    );
  });
  if (rest.length > 0) parts.push(l10n.t('{0} in {1} other queues', countEnding(rest), rest.length));
  if (parts.length === 1) return parts.join();
  return l10n.t('{0} and {1}', parts.slice(0, -1).join(', '), parts.at(-1) ?? '');
}
