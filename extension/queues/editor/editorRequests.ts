import { l10n, window } from 'vscode';
import type { QueueProblem, QueueSummary } from '../../../broker/protocol/queue.ts';
import type {
  ApplyOutcome,
  EditedQueue,
  QueueDraft,
  QueueEditorToHost,
} from '../../../webview/queueEditorProtocol.ts';
import type { Able } from '../../connections/connection.ts';
import { describeFailure } from '../../webviews/brokerView.ts';
import { findNameProblem } from '../queueName.ts';
import { changeQueue } from './changeQueue.ts';

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
  { draft, removedTags, expected }: Message<'apply'>,
): Promise<ApplyOutcome> {
  const before = await readQueue(connection, queue);
  try {
    const attributes = await resolveDeadLetters(connection, queue.kind, draft);
    const { arn: queueArn } = queue;
    const after = await changeQueue(connection, before, {
      queueArn,
      attributes,
      tags: draft.tags,
      removedTags,
      expected,
    });
    return { kind: 'applied', queue: { ...before, attributes: after.attributes, tags: after.tags } };
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.parameter !== 'expected') return { kind: 'failed', failure };
    return { kind: 'changedMeanwhile', queue: await readQueue(connection, queue) };
  }
}

/** @returns the summary of the new queue with the outcome, so that the editor can go on with it */
export async function createFromForm(
  connection: EditingConnection,
  { name, draft }: Message<'create'>,
): Promise<{ readonly outcome: ApplyOutcome; readonly created?: QueueSummary }> {
  const { create } = connection.can;
  try {
    if (create === undefined) throw new Error(l10n.t('The connection {0} can’t do this.', connection.name));
    const kind = draft.attributes['FifoQueue'] === 'true' ? 'fifo' : 'standard';
    const attributes = await resolveDeadLetters(connection, kind, draft);
    const created = await create({ name, attributes, tags: draft.tags });
    await connection.queues.refresh();
    window.setStatusBarMessage(l10n.t('Created {0}.', name), 5_000);
    return { created, outcome: { kind: 'applied', queue: await readQueue(connection, created) } };
  } catch (error) {
    return { outcome: { kind: 'failed', failure: describeFailure(error) } };
  }
}

/** Creates the dead-letter queue if the form asks for a new one. @returns all attributes to set */
async function resolveDeadLetters(
  { can }: EditingConnection,
  kind: QueueSummary['kind'],
  { attributes, newDeadLetterQueue }: QueueDraft,
): Promise<Readonly<Record<string, string>>> {
  if (newDeadLetterQueue === undefined || can.create === undefined) return attributes;
  const { name, maxReceiveCount } = newDeadLetterQueue;
  const { arn } = await can.create({ name, attributes: kind === 'fifo' ? { FifoQueue: 'true' } : {} });
  return { ...attributes, RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount }) };
}
