import * as l10n from '@vscode/l10n';
import {
  NUMBER_ATTRIBUTES,
  type NumberAttributeName,
  RECEIVE_COUNT_RANGE,
} from '../../api/queueAttributes.ts';
import { LIMITS } from '../../engine/base/limits.ts';
import { formatNumber, formatTime } from '../../language/numbers.ts';
import type { IacModel, IacQueue } from '../model.ts';
import { plainText } from '../resolved.ts';
import type { NoteFinding } from './finding.ts';

const FIFO_ATTRIBUTES = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
const SECOND_MS = 1000;

export function checkQueues(model: IacModel, note: NoteFinding): void {
  const queues = new Map(model.queues.map((queue) => [queue.id, queue]));
  for (const queue of model.queues) {
    checkRanges(queue, note);
    if (!queue.isFifo) checkFifoAttributes(queue, note);
    checkDeadLetter(queue, queues, note);
  }
}

/** A number of a queue: as it is written, or that of a new queue; undefined: unknown. */
export function readQueueNumber(
  { attributes }: Pick<IacQueue, 'attributes'>,
  name: 'VisibilityTimeout' | 'MessageRetentionPeriod',
): number | undefined {
  const value = attributes[name];
  if (value === undefined) return NUMBER_ATTRIBUTES[name].default;
  const text = value.isKnown ? plainText(value.value) : undefined;
  return text === undefined ? undefined : Number(text);
}

function checkRanges({ attributes }: IacQueue, note: NoteFinding): void {
  for (const name of Object.keys(NUMBER_ATTRIBUTES) as NumberAttributeName[]) {
    const value = attributes[name];
    const text = value?.isKnown === true ? plainText(value.value) : undefined;
    if (value === undefined || text === undefined) continue;
    const range: { readonly min: number; readonly max?: number } = NUMBER_ATTRIBUTES[name];
    const { min, max = LIMITS.strict.messageBytes } = range;
    if (Number(text) >= min && Number(text) <= max) continue;
    note('valueOutOfRange', value.range, describeRange(name, min, max));
  }
}

function describeRange(name: string, min: number, max: number): string {
  return l10n.t('{0} must be a whole number from {1} to {2}.', name, formatNumber(min), formatNumber(max));
}

function checkFifoAttributes({ attributes }: IacQueue, note: NoteFinding): void {
  for (const name of FIFO_ATTRIBUTES) {
    const value = attributes[name];
    if (value === undefined || (value.isKnown && plainText(value.value) === 'false')) continue;
    note('fifoAttribute', value.range, l10n.t('{0} is only for FIFO queues.', name));
  }
}

function checkDeadLetter(queue: IacQueue, queues: ReadonlyMap<string, IacQueue>, note: NoteFinding): void {
  const { deadLetter, id, name, isFifo } = queue;
  if (deadLetter === undefined) return;
  const { maxReceiveCount, queue: target } = deadLetter;
  if (maxReceiveCount.isKnown) {
    const { value, range } = maxReceiveCount;
    const { min, max } = RECEIVE_COUNT_RANGE;
    if (value < min || value > max)
      note('valueOutOfRange', range, describeRange('maxReceiveCount', min, max));
    else if (value === 1) {
      const message = l10n.t(
        'With a maxReceiveCount of 1, a message goes to the dead-letter queue after its first failure, and when a consumer is replaced. AWS recommends at least 5 for functions.',
      );
      note('oneReceive', range, message);
    }
  }
  const found = target.isKnown && target.value.kind === 'queue' ? queues.get(target.value.id) : undefined;
  if (found === undefined) return;
  if (found.id === id) {
    const message = l10n.t('{0} is its own dead-letter queue: what fails comes back to it.', name);
    note('deadLetterOfItself', target.range, message);
    return;
  }
  if (found.isFifo !== isFifo) {
    const message = isFifo
      ? l10n.t('The dead-letter queue of a FIFO queue must be a FIFO queue.')
      : l10n.t('The dead-letter queue of a standard queue must be a standard queue.');
    note('deadLetterType', target.range, message);
  }
  checkRetention(queue, found, note);
}

/** On a standard queue, a message keeps the time at which it was first sent. */
function checkRetention(queue: IacQueue, target: IacQueue, note: NoteFinding): void {
  const own = readQueueNumber(queue, 'MessageRetentionPeriod');
  const kept = readQueueNumber(target, 'MessageRetentionPeriod');
  if (own === undefined || kept === undefined || kept >= own) return;
  const message = l10n.t(
    'The retention period of the dead-letter queue {0} is {1}, and that of this queue is {2}. Messages may be deleted before you see them.',
    target.name,
    formatTime(kept * SECOND_MS),
    formatTime(own * SECOND_MS),
  );
  note('deadLetterRetention', queue.deadLetter?.queue.range ?? queue.range, message);
}
