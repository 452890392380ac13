import { l10n, window } from 'vscode';
import type { QueueDetails, QueueSummary, SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import type { Able } from '../../connections/connection.ts';
import { nameOfArn } from '../../ground/text.ts';
import { countMessages } from '../queueText.ts';
import { describeChange, invertChange, type QueueValues } from './changeText.ts';

interface ChangeOptions {
  /** Says what was changed, where there is a better way than to list values. */
  readonly text?: string;
  /** The dead-letter queue that was created for this change: Undo deletes it while it is unused. */
  readonly created?: QueueSummary | undefined;
}

/** Changes a queue, and says what was changed, with a button that puts it back. Does not wait for the button. */
export async function changeQueue(
  connection: Able<'edit'>,
  before: QueueValues,
  params: SetQueueAttributesParams,
  options: ChangeOptions = {},
): Promise<QueueDetails> {
  const text =
    options.text ?? l10n.t('Changed {0}: {1}.', nameOfArn(params.queueArn), describeChange(before, params));
  const after = await connection.can.edit.change(params);
  await connection.queues.refresh();
  void offerUndo(connection, text, invertChange(before, after, params), options.created);
  return after;
}

async function offerUndo(
  connection: Able<'edit'>,
  text: string,
  inverse: SetQueueAttributesParams,
  created: QueueSummary | undefined,
): Promise<void> {
  const name = nameOfArn(inverse.queueArn);
  const undo = l10n.t('Undo');
  if ((await window.showInformationMessage(text, undo)) !== undo) return;
  try {
    await connection.can.edit.change(inverse);
    await connection.queues.refresh();
    const isDeleted = created !== undefined && (await deleteUnused(connection, created.arn));
    window.setStatusBarMessage(
      isDeleted
        ? l10n.t('Undid the change of {0}, and deleted {1}.', name, created.name)
        : l10n.t('Undid the change of {0}.', name),
      5_000,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showWarningMessage(l10n.t('The change of {0} could not be undone. {1}', name, reason));
  }
}

/** @returns false if the queue has messages, or takes those of other queues by now */
async function deleteUnused({ can, queues }: Able<'edit'>, arn: string): Promise<boolean> {
  const queue = queues.findByArn(arn);
  if (queue === undefined || can.delete === undefined) return false;
  if (countMessages(queue.counts) > 0 || queue.deadLetterSources.length > 0) return false;
  await can.delete(arn);
  await queues.refresh();
  return true;
}
