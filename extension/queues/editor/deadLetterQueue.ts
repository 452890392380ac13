import { l10n } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { Able } from '../../connections/connection.ts';
import { forCount } from '../../ground/forCount.ts';
import { pick } from '../../ground/pick.ts';
import { nameOfArn } from '../../ground/text.ts';
import { MAXIMUM_RECEIVES, nameDeadLetters } from '../createQueue.ts';
import { pickQueue, type PickQueueNeeds } from '../pickQueue.ts';
import { changeQueue } from './changeQueue.ts';

type Place = Able<'attributes' | 'edit'>;

/** The longest name of a queue. */
const MAXIMUM_CHARACTERS = 80;

/** Gives a queue a dead-letter queue: one of its type, or a new one. */
export async function attachDeadLetterQueue(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const title = l10n.t('Attach Dead-Letter Queue');
  const picked = await pickQueue(services, target, {
    title,
    needs: ['attributes', 'edit'],
    accepts: ({ deadLetterTarget }) => deadLetterTarget === undefined,
    refuse: ({ name, deadLetterTarget = '' }) =>
      l10n.t(
        '{0} has the dead-letter queue {1}. Detach it first, or edit the queue.',
        name,
        nameOfArn(deadLetterTarget),
      ),
    none: { text: l10n.t('Every queue has a dead-letter queue.') },
  });
  if (!picked) return;
  const { connection, queue } = picked;
  const chosen = await pickDeadLetterQueue(connection, queue, `${title}: ${queue.name}`);
  if (chosen === undefined) return;
  const before = await connection.can.attributes(queue.arn);
  const created = chosen === 'new' ? await createDeadLetterQueue(connection, queue) : undefined;
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
    },
  );
}

/** Takes the dead-letter queue away; the queue itself stays, with its messages. */
export async function detachDeadLetterQueue(services: PickQueueNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, {
    title: l10n.t('Detach Dead-Letter Queue'),
    needs: ['attributes', 'edit'],
    accepts: ({ deadLetterTarget }) => deadLetterTarget !== undefined,
    refuse: ({ name }) => l10n.t('{0} has no dead-letter queue.', name),
    none: { text: l10n.t('No queue has a dead-letter queue.') },
  });
  if (!picked) return;
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
): Promise<QueueSummary | undefined> {
  const attributes = kind === 'fifo' ? { FifoQueue: 'true' } : {};
  return can.create?.({ name: nameDeadLetters(name, kind), attributes });
}
