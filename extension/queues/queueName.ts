import * as l10n from '@vscode/l10n';
import type { QueueKind } from '../../broker/protocol/queue.ts';

const FIFO_SUFFIX = '.fifo';
const MAXIMUM_CHARACTERS = 80;

/** The name as the service wants it: FIFO queues end in `.fifo`, whether the user typed that or not. */
export function completeQueueName(name: string, kind: QueueKind): string {
  return kind === 'fifo' && !name.endsWith(FIFO_SUFFIX) ? `${name}${FIFO_SUFFIX}` : name;
}

/**
 * Checks a queue's name while it is typed, by the rules of CreateQueue.
 * @returns what is wrong, or undefined
 */
export function findNameProblem(
  typed: string,
  kind: QueueKind,
  taken: readonly string[],
): string | undefined {
  const name = completeQueueName(typed, kind);
  const base = kind === 'fifo' ? name.slice(0, -FIFO_SUFFIX.length) : name;
  if (base === '') return l10n.t('Enter a queue name.');
  if (kind === 'standard' && base.endsWith(FIFO_SUFFIX))
    return l10n.t('Only FIFO queue names end in .fifo. Go back and choose FIFO, or remove the suffix.');
  if (!/^[\w-]+$/.test(base)) return l10n.t('Use only letters, digits, hyphens and underscores.');
  if (name.length > MAXIMUM_CHARACTERS)
    return l10n.t('Use at most {0} characters (you have {1}).', MAXIMUM_CHARACTERS, name.length);
  if (taken.includes(name)) return l10n.t('A queue named {0} already exists.', name);
  return undefined;
}
