import { l10n } from 'vscode';
import type { QueueDetails, QueueSummary, SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import type { ChangeQuestion } from '../../connections/capabilities.ts';
import { type Able, isAble } from '../../connections/connection.ts';
import { tellChange, type Told } from '../../ground/tellChange.ts';
import { nameOfArn } from '../../ground/text.ts';
import { countMessages } from '../queueText.ts';
import { undoQueueChange } from '../undo/undoChange.ts';
import { describeChange, type QueueValues } from './changeText.ts';

interface ChangeOptions {
  /** Says what was changed, where there is a better way than to list values. */
  readonly text?: string;
  /** The dead-letter queue that was created for this change: Undo deletes it while it is unused. */
  readonly created?: QueueSummary | undefined;
  /** That the creation of that queue was part of. */
  readonly question?: ChangeQuestion | undefined;
}

/** Changes a queue, and says what was changed, with a button that puts it back. Does not wait for the button. */
export async function changeQueue(
  connection: Able<'edit'>,
  before: QueueValues,
  params: SetQueueAttributesParams,
  options: ChangeOptions = {},
): Promise<QueueDetails> {
  const { queueArn } = params;
  const change = describeChange(before, params);
  const text = options.text ?? l10n.t('Changed {0}: {1}.', nameOfArn(queueArn), change);
  const question = options.question ?? { count: 1, lines: [change] };
  const after = await connection.can.edit.change(params, question);
  const { undoId } = after;
  const undo =
    undoId !== undefined && isAble(connection, ['undo'])
      ? () => undoWithCreated(connection, { undoId, queueArn }, options.created)
      : undefined;
  tellChange({ text, undo });
  await connection.queues.refresh();
  return after;
}

async function undoWithCreated(
  connection: Able<'undo'>,
  change: { readonly undoId: string; readonly queueArn: string },
  created: QueueSummary | undefined,
): Promise<Told> {
  const told = await undoQueueChange(connection, change);
  if (created === undefined || !(await deleteUnused(connection, created.arn))) return told;
  return {
    text: l10n.t('Undid the change of {0}, and deleted {1}.', nameOfArn(change.queueArn), created.name),
  };
}

/** @returns false if the queue has messages, or takes those of other queues by now */
async function deleteUnused({ can, queues }: Able<'undo'>, arn: string): Promise<boolean> {
  const queue = queues.findByArn(arn);
  if (queue === undefined || can.delete === undefined) return false;
  if (countMessages(queue.counts) > 0 || queue.deadLetterSources.length > 0) return false;
  await can.delete(arn);
  await queues.refresh();
  return true;
}
