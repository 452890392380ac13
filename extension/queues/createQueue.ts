import { l10n, type QuickPickItem } from 'vscode';
import type { QueueKind, QueueSummary } from '../../broker/protocol/queue.ts';
import type { Able } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import { BACK, pickInStep, type StepAnswer, typeInStep } from '../ground/inputSteps.ts';
import { completeQueueName, findNameProblem } from './queueName.ts';

type Place = Able<'create'>;

interface KindItem extends QuickPickItem {
  readonly queueKind: QueueKind;
}

type DeadLetterChoice = 'none' | 'new' | QueueSummary;

interface DeadLetterItem extends QuickPickItem {
  readonly deadLetter: DeadLetterChoice;
}

interface QueueChoice {
  readonly kind: QueueKind;
  readonly name: string;
  readonly deadLetter: DeadLetterChoice;
}

const STEPS = 3;

/** What AWS's console proposes too. */
const MAXIMUM_RECEIVES = 3;

/** @returns the new queue's ARN, for whoever calls the command. */
export async function createQueueCommand({
  connections,
}: {
  readonly connections: Connections;
}): Promise<string | undefined> {
  const connection = await pickConnection(connections, l10n.t('Create Queue'), ['create']);
  return connection && (await askAndCreateQueue(connection))?.arn;
}

/**
 * Asks for kind, name and dead-letter queue, and creates what is asked for.
 * @returns undefined if the user cancels.
 */
export async function askAndCreateQueue(connection: Place): Promise<QueueSummary | undefined> {
  await connection.queues.refresh();
  const choice = await askForQueue(connection);
  if (!choice) return undefined;
  const { kind, name } = choice;
  const attributes: Record<string, string> = kind === 'fifo' ? { FifoQueue: 'true' } : {};
  const deadLetter =
    choice.deadLetter === 'new'
      ? await connection.can.create({ name: nameDeadLetters(name, kind), attributes })
      : choice.deadLetter;
  const redrive =
    deadLetter === 'none'
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: deadLetter.arn,
            maxReceiveCount: MAXIMUM_RECEIVES,
          }),
        };
  const queue = await connection.can.create({
    name,
    attributes: { ...attributes, ...redrive },
  });
  await connection.queues.refresh();
  return queue;
}

/** Asks step by step, and goes back when the user does; undefined if the user cancels. */
async function askForQueue(connection: Place): Promise<QueueChoice | undefined> {
  const title = l10n.t('Create Queue');
  let kind: QueueKind | undefined;
  let typed = '';
  for (let step = 1; ; ) {
    if (step === 1 || kind === undefined) {
      const answer = await askForKind(title, kind);
      if (answer === undefined || answer === BACK) return undefined;
      kind = answer.queueKind;
      step = 2;
    } else if (step === 2) {
      const answer = await askForName(connection, title, kind, typed);
      if (answer === undefined) return undefined;
      if (answer !== BACK) typed = answer;
      step = answer === BACK ? 1 : 3;
    } else {
      const name = completeQueueName(typed, kind);
      const answer = await askForDeadLetter(connection, title, kind, name);
      if (answer === undefined) return undefined;
      if (answer !== BACK) return { kind, name, deadLetter: answer.deadLetter };
      step = 2;
    }
  }
}

function askForKind(title: string, chosen: QueueKind | undefined): Promise<StepAnswer<KindItem>> {
  const items: KindItem[] = [
    {
      queueKind: 'standard',
      label: `$(inbox) ${l10n.t('Standard')}`,
      detail: l10n.t('Best-effort ordering, at-least-once delivery, highest throughput'),
    },
    {
      queueKind: 'fifo',
      label: `$(list-ordered) ${l10n.t('FIFO')}`,
      detail: l10n.t('Ordered within a message group, 5-minute deduplication'),
    },
  ];
  return pickInStep(
    { title, step: 1, totalSteps: STEPS, placeholder: l10n.t('Queue type') },
    items,
    items.find(({ queueKind }) => queueKind === chosen),
  );
}

function askForName(
  { queues }: Place,
  title: string,
  kind: QueueKind,
  value: string,
): Promise<StepAnswer<string>> {
  const taken = queues.queues.map(({ name }) => name);
  const prompt =
    kind === 'fifo' ? l10n.t('Queue name; .fifo is added if it is missing') : l10n.t('Queue name');
  const placeholder = kind === 'fifo' ? 'orders.fifo' : 'orders';
  return typeInStep({ title, step: 2, totalSteps: STEPS, prompt, placeholder, value }, (typed) =>
    findNameProblem(typed, kind, taken),
  );
}

function askForDeadLetter(
  { queues }: Place,
  title: string,
  kind: QueueKind,
  name: string,
): Promise<StepAnswer<DeadLetterItem>> {
  const created = nameDeadLetters(name, kind);
  const candidates = queues.queues.filter((queue) => queue.kind === kind);
  const items: DeadLetterItem[] = [{ label: l10n.t('None'), deadLetter: 'none' }];
  if (!candidates.some((queue) => queue.name === created) && created.length <= 80) {
    items.push({ label: `$(add) ${created}`, description: l10n.t('new queue'), deadLetter: 'new' });
  }
  items.push(...candidates.map((queue): DeadLetterItem => ({ label: queue.name, deadLetter: queue })));
  const placeholder = l10n.t('Dead-letter queue (maxReceiveCount: {0})', MAXIMUM_RECEIVES);
  return pickInStep({ title, step: 3, totalSteps: STEPS, placeholder }, items);
}

function nameDeadLetters(name: string, kind: QueueKind): string {
  return kind === 'fifo' ? name.replace(/\.fifo$/, '-dlq.fifo') : `${name}-dlq`;
}
