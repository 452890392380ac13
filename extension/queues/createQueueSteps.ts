import * as l10n from '@vscode/l10n';
import { type QuickPickItem, window } from 'vscode';
import type { QueueKind, QueueSummary } from '../../broker/protocol/queue.ts';
import type { ChangeQuestion } from '../connections/capabilities.ts';
import type { Able } from '../connections/connection.ts';
import { BACK, pickInStep, type StepAnswer, typeInStep } from '../ground/inputSteps.ts';
import { completeQueueName, findNameProblem } from './queueName.ts';

type Place = Able<'create'>;

/** The form with all options, in place of the steps. */
const FORM = 'form';

interface KindItem extends QuickPickItem {
  readonly choice: QueueKind | typeof FORM;
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
export const MAXIMUM_RECEIVES = 3;

/**
 * Asks for kind, name and dead-letter queue, and creates what is asked for.
 * @param openForm offers a form with all options in place of the steps
 * @returns undefined if the user cancels, or goes on in the form.
 */
export async function askAndCreateQueue(
  connection: Place,
  openForm?: () => void,
): Promise<QueueSummary | undefined> {
  await connection.queues.refresh();
  const choice = await askForQueue(connection, openForm);
  if (!choice) return undefined;
  const { kind, name } = choice;
  const attributes: Record<string, string> = kind === 'fifo' ? { FifoQueue: 'true' } : {};
  const question = askToCreateWith(name, kind, choice.deadLetter === 'new');
  const deadLetter =
    choice.deadLetter === 'new'
      ? await connection.can.create({ name: nameDeadLetters(name, kind), attributes }, question)
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
  const queue = await connection.can.create({ name, attributes: { ...attributes, ...redrive } }, question);
  await connection.queues.refresh();
  window.setStatusBarMessage(l10n.t('Created {0}.', name), 5_000);
  return queue;
}

/** Both queues are one change to the user. */
function askToCreateWith(name: string, kind: QueueKind, hasDeadLetters: boolean): ChangeQuestion {
  const queues = hasDeadLetters ? [nameDeadLetters(name, kind), name] : [name];
  return { count: queues.length, covers: { actions: ['CreateQueue'], queues }, lines: [] };
}

/** Asks step by step, and goes back when the user does; undefined if the user cancels. */
async function askForQueue(
  connection: Place,
  openForm: (() => void) | undefined,
): Promise<QueueChoice | undefined> {
  const title =
    connection.remote === undefined ? l10n.t('Create Queue') : l10n.t('{0}: Create Queue', connection.name);
  let kind: QueueKind | undefined;
  let typed = '';
  for (let step = 1; ; ) {
    if (step === 1 || kind === undefined) {
      const answer = await askForKind(title, kind, openForm !== undefined);
      if (answer === undefined || answer === BACK) return undefined;
      if (answer.choice === FORM) {
        openForm?.();
        return undefined;
      }
      kind = answer.choice;
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

function askForKind(
  title: string,
  chosen: QueueKind | undefined,
  offersForm: boolean,
): Promise<StepAnswer<KindItem>> {
  const items: KindItem[] = [
    {
      choice: 'standard',
      label: `$(inbox) ${l10n.t('Standard')}`,
      detail: l10n.t('Best-effort ordering, at-least-once delivery, highest throughput'),
    },
    {
      choice: 'fifo',
      label: `$(list-ordered) ${l10n.t('FIFO')}`,
      detail: l10n.t('Ordered within a message group, 5-minute deduplication'),
    },
  ];
  if (offersForm) {
    items.push({
      choice: FORM,
      label: `$(settings-gear) ${l10n.t('All Options…')}`,
      detail: l10n.t('A form with all attributes, tags, encryption and the access policy'),
    });
  }
  return pickInStep(
    { title, step: 1, totalSteps: STEPS, placeholder: l10n.t('Queue type') },
    items,
    items.find(({ choice }) => choice === chosen),
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

/** The name that a dead-letter queue of this queue gets. */
export function nameDeadLetters(name: string, kind: QueueKind): string {
  return kind === 'fifo' ? name.replace(/\.fifo$/, '-dlq.fifo') : `${name}-dlq`;
}
