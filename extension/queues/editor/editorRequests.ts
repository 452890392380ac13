import { l10n, window } from 'vscode';
import { isAsExpected } from '../../../broker/protocol/expectedValues.ts';
import type { QueueProblem, QueueSummary } from '../../../broker/protocol/queue.ts';
import type {
  ApplyOutcome,
  EditedQueue,
  NewDeadLetterQueue,
  QueueDraft,
  QueueEditorToHost,
} from '../../../webview/queueEditorProtocol.ts';
import type { RequestFailure } from '../../../webview/protocol.ts';
import type { ChangeQuestion } from '../../connections/capabilities.ts';
import { isPartialChange } from '../../connections/partialChange.ts';
import type { Able } from '../../connections/connection.ts';
import { describeFailure } from '../../webviews/brokerView.ts';
import { findNameProblem } from '../queueName.ts';
import { changeQueue } from './changeQueue.ts';
import { askToChange, askToCreate } from './formQuestion.ts';

type Message<T extends QueueEditorToHost['type']> = Extract<QueueEditorToHost, { readonly type: T }>;

/** A place with queues that can be edited. */
export type EditingConnection = Able<'attributes' | 'edit'>;

export async function readQueue(
  { can }: EditingConnection,
  { arn, name, kind }: QueueSummary,
): Promise<EditedQueue> {
  const { attributes, tags } = await can.attributes(arn);
  return { arn, name, kind, attributes, tags };
}

/** What the connection, or the rules of names, would reject. */
export async function checkForm(
  connection: EditingConnection,
  queueArn: string | undefined,
  { name, attributes, tags }: Message<'check'>,
): Promise<{ readonly problems: readonly QueueProblem[]; readonly messagesLost: number }> {
  const isNew = queueArn === undefined;
  const found = await connection.can.edit.check({
    ...(isNew ? { name: name ?? '' } : { queueArn }),
    attributes,
    tags,
  });
  if (!isNew) return found;
  const kind = attributes['FifoQueue'] === 'true' ? 'fifo' : 'standard';
  const taken = connection.queues.queues.map((queue) => queue.name);
  const problem = findNameProblem(name ?? '', kind, taken);
  const others = found.problems.filter(({ parameter }) => parameter !== 'QueueName' || problem === undefined);
  return {
    problems: problem === undefined ? others : [...others, { parameter: 'QueueName', message: problem }],
    messagesLost: 0,
  };
}

/** Changes the queue, unless someone else has changed the same values. */
export async function applyForm(
  connection: EditingConnection,
  queue: QueueSummary,
  message: Message<'apply'>,
): Promise<ApplyOutcome> {
  const before = await readQueue(connection, queue);
  const { draft, removedTags, expected } = message;
  let created: QueueSummary | undefined;
  let question: ChangeQuestion | undefined;
  try {
    const { newDeadLetterQueue } = draft;
    if (newDeadLetterQueue !== undefined) {
      // All that can be known is asked first: a queue that was created stays.
      const attributes = { ...draft.attributes, RedrivePolicy: '' };
      if (!isAsExpected(before, { attributes, tags: draft.tags, removedTags, expected }))
        return { kind: 'changedMeanwhile', queue: before };
      await rejectProblems(connection, before, message);
      question = askToChange(queue.name, before, { ...draft, newDeadLetterQueue }, removedTags);
      created = await createDeadLetterQueue(connection, queue.kind, newDeadLetterQueue, question);
    }
    const { arn: queueArn } = queue;
    const after = await changeQueue(
      connection,
      before,
      {
        queueArn,
        attributes: addRedrive(draft, created),
        tags: draft.tags,
        removedTags,
        expected,
      },
      { created, question },
    );
    return { kind: 'applied', queue: { ...before, attributes: after.attributes, tags: after.tags } };
  } catch (error) {
    const failure = describeFailure(error);
    if (created !== undefined)
      return { kind: 'failed', failure: admitCreated(created, failure, isPartialChange(error)) };
    if (failure.parameter !== 'expected') return { kind: 'failed', failure };
    return { kind: 'changedMeanwhile', queue: await readQueue(connection, queue) };
  }
}

/** Fails as the change would. */
async function rejectProblems(
  { can }: EditingConnection,
  { arn, tags }: EditedQueue,
  { draft, removedTags }: Message<'apply'>,
): Promise<void> {
  const kept = Object.entries(tags).filter(([key]) => !removedTags.includes(key));
  const { problems } = await can.edit.check({
    queueArn: arn,
    attributes: draft.attributes,
    tags: { ...Object.fromEntries(kept), ...draft.tags },
  });
  rejectFirst(problems);
}

function rejectFirst([problem]: readonly QueueProblem[]): void {
  if (problem !== undefined)
    throw Object.assign(new Error(problem.message), { data: { parameter: problem.parameter } });
}

/** @returns the summary of the new queue with the outcome, so that the editor can go on with it */
export async function createFromForm(
  connection: EditingConnection,
  { name, draft }: Message<'create'>,
): Promise<{ readonly outcome: ApplyOutcome; readonly created?: QueueSummary }> {
  const { create } = connection.can;
  let deadLetters: QueueSummary | undefined;
  try {
    if (create === undefined) throw new Error(l10n.t('The connection {0} can’t do this.', connection.name));
    const kind = draft.attributes['FifoQueue'] === 'true' ? 'fifo' : 'standard';
    const question = askToCreate(name, draft);
    if (draft.newDeadLetterQueue !== undefined) {
      const { attributes, tags } = draft;
      rejectFirst((await connection.can.edit.check({ name, attributes, tags })).problems);
      deadLetters = await createDeadLetterQueue(connection, kind, draft.newDeadLetterQueue, question);
    }
    const attributes = addRedrive(draft, deadLetters);
    const created = await create({ name, attributes, tags: draft.tags }, question);
    await connection.queues.refresh();
    window.setStatusBarMessage(l10n.t('Created {0}.', name), 5_000);
    return { created, outcome: { kind: 'applied', queue: await readQueue(connection, created) } };
  } catch (error) {
    const failure = describeFailure(error);
    const told = deadLetters === undefined ? failure : admitCreated(deadLetters, failure);
    return { outcome: { kind: 'failed', failure: told } };
  }
}

/** A failure is one of the dead-letter queue's field: that is where its name is shown. */
async function createDeadLetterQueue(
  { can, name: connectionName }: EditingConnection,
  kind: QueueSummary['kind'],
  { name }: NewDeadLetterQueue,
  question: ChangeQuestion,
): Promise<QueueSummary> {
  if (can.create === undefined) throw new Error(l10n.t('The connection {0} can’t do this.', connectionName));
  try {
    return await can.create({ name, attributes: kind === 'fifo' ? { FifoQueue: 'true' } : {} }, question);
  } catch (error) {
    const { message } = describeFailure(error);
    throw Object.assign(new Error(l10n.t('{0} could not be created. {1}', name, message)), {
      data: { parameter: 'RedrivePolicy' },
    });
  }
}

function addRedrive(
  { attributes, newDeadLetterQueue }: QueueDraft,
  created: QueueSummary | undefined,
): Readonly<Record<string, string>> {
  if (created === undefined || newDeadLetterQueue === undefined) return attributes;
  const { maxReceiveCount } = newDeadLetterQueue;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: created.arn, maxReceiveCount });
  return { ...attributes, RedrivePolicy };
}

/** What is shown beside the button: more than one field is about it. */
function admitCreated(
  { name }: QueueSummary,
  { message }: RequestFailure,
  isPartial = false,
): RequestFailure {
  if (isPartial) return { message: l10n.t('{0} was created. {1}', name, message) };
  return { message: l10n.t('{0} was created, and nothing else was changed. {1}', name, message) };
}
