import type { QueueKind } from '../../broker/protocol/queue.ts';
import type { Translate } from '../views/queueText.ts';

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
  if (base === '') return t('A queue needs a name.');
  if (kind === 'standard' && base.endsWith(FIFO_SUFFIX))
    return t('Only the name of a FIFO queue ends in .fifo. Go back and choose FIFO, or remove .fifo.');
  if (!/^[\w-]+$/.test(base)) return t('Only letters, digits, hyphens and underscores.');
  if (name.length > MAXIMUM_CHARACTERS)
    return t('At most {0} characters; this has {1}.', MAXIMUM_CHARACTERS, name.length);
  if (taken.includes(name)) return t('There is a queue {0} already.', name);
  return undefined;
}
