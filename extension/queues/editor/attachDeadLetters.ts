import * as l10n from '@vscode/l10n';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { ChangeQuestion } from '../../connections/capabilities.ts';
import type { Able, PlacedQueue } from '../../connections/connection.ts';
import { forCount } from '../../ground/forCount.ts';
import { pick } from '../../ground/pick.ts';
import { nameOfArn } from '../../ground/text.ts';
import { MAXIMUM_RECEIVES, nameDeadLetters } from '../createQueueSteps.ts';
import { nameQueue } from '../queueLines.ts';
import { changeQueue } from './changeQueue.ts';
import type { QueueValues } from './changeText.ts';
import { askToChange } from './formQuestion.ts';

type Place = Able<'attributes' | 'edit'>;

/** The longest name of a queue. */
const MAXIMUM_CHARACTERS = 80;

/** Gives a queue a dead-letter queue: one of its type, or a new one. */
export async function attachDeadLetters(picked: PlacedQueue<'attributes' | 'edit'>): Promise<void> {
  const { connection, queue } = picked;
  const chosen = await pickDeadLetterQueue(
    connection,
    queue,
    l10n.t('Attach Dead-Letter Queue: {0}', nameQueue(picked)),
  );
  if (chosen === undefined) return;
  const before = await connection.can.attributes(queue.arn);
  const question = chosen === 'new' ? askToAttach(queue, before) : undefined;
  const created = question && (await createDeadLetterQueue(connection, queue, question));
  const deadLetterTargetArn = created?.arn ?? (chosen === 'new' ? '' : chosen.arn);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MAXIMUM_RECEIVES });
  const name = nameOfArn(deadLetterTargetArn);
  await changeQueue(
    connection,
    before,
    { queueArn: queue.arn, attributes: { RedrivePolicy } },
    {
      text: forCount(
        MAXIMUM_RECEIVES,
        l10n.t('{0} takes messages of {1} after 1 receive.', name, queue.name),
        l10n.t('{0} takes messages of {1} after {2} receives.', name, queue.name, MAXIMUM_RECEIVES),
      ),
      created,
      question,
    },
  );
}

/** Creating the dead-letter queue and attaching it is one change to the user. */
function askToAttach({ name, kind }: QueueSummary, before: QueueValues): ChangeQuestion {
  const created = { name: nameDeadLetters(name, kind), maxReceiveCount: MAXIMUM_RECEIVES };
  return askToChange(name, before, { attributes: {}, tags: {}, newDeadLetterQueue: created }, []);
}

/** Takes the dead-letter queue away; the queue itself stays, with its messages. */
export async function detachDeadLetters(picked: PlacedQueue<'attributes' | 'edit'>): Promise<void> {
  const { connection, queue } = picked;
  const before = await connection.can.attributes(queue.arn);
  await changeQueue(
    connection,
    before,
    { queueArn: queue.arn, attributes: { RedrivePolicy: '' } },
    {
      text: l10n.t(
        '{0} no longer takes messages of {1}.',
        nameOfArn(queue.deadLetterTarget ?? ''),
        queue.name,
      ),
    },
  );
}

async function pickDeadLetterQueue(
  { can, queues }: Place,
  { name, arn, kind }: QueueSummary,
  title: string,
): Promise<QueueSummary | 'new' | undefined> {
  const created = nameDeadLetters(name, kind);
  const candidates = queues.queues.filter((queue) => queue.kind === kind && queue.arn !== arn);
  const isFree = created.length <= MAXIMUM_CHARACTERS && !candidates.some((queue) => queue.name === created);
  const choices = candidates.map((queue) => ({
    label: queue.name,
    detail: queue.arn,
    value: queue as QueueSummary | 'new',
  }));
  if (isFree && can.create !== undefined) {
    const detail = l10n.t('Created now, with the default attributes');
    choices.unshift({ label: `$(add) ${created}`, detail, value: 'new' });
  }
  return pick(choices, {
    title,
    placeHolder: l10n.t('Dead-letter queue (maxReceiveCount: {0})', MAXIMUM_RECEIVES),
    none: { text: l10n.t('There is no other queue of the same type as {0}.', name) },
    isMenu: true,
  });
}

async function createDeadLetterQueue(
  { can }: Place,
  { name, kind }: QueueSummary,
  question: ChangeQuestion,
): Promise<QueueSummary | undefined> {
  const attributes = kind === 'fifo' ? { FifoQueue: 'true' } : {};
  return can.create?.({ name: nameDeadLetters(name, kind), attributes }, question);
}
