import type { QueueKind } from '../../broker/protocol/queue.ts';
import type { Translate } from '../ground/text.ts';

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
  t: Translate,
  typed: string,
  kind: QueueKind,
  taken: readonly string[],
): string | undefined {
  const name = completeQueueName(typed, kind);
  const base = kind === 'fifo' ? name.slice(0, -FIFO_SUFFIX.length) : name;
  if (base === '') return t('Enter a queue name.');
  if (kind === 'standard' && base.endsWith(FIFO_SUFFIX))
    return t('Only FIFO queue names end in .fifo. Go back and choose FIFO, or remove the suffix.');
  if (!/^[\w-]+$/.test(base)) return t('Use only letters, digits, hyphens and underscores.');
  if (name.length > MAXIMUM_CHARACTERS)
    return t('Use at most {0} characters (you have {1}).', MAXIMUM_CHARACTERS, name.length);
  if (taken.includes(name)) return t('A queue named {0} already exists.', name);
  return undefined;
}
