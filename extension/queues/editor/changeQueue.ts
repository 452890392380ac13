import { l10n, window } from 'vscode';
import type { QueueDetails, SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import type { Able } from '../../connections/connection.ts';
import { nameOfArn } from '../../ground/text.ts';
import { describeChange, invertChange, type QueueValues } from './changeText.ts';

/**
 * Changes a queue, and says what was changed, with a button that puts it back. Does not wait for the button.
 * @param text says what was changed, where there is a better way than to list values
 */
export async function changeQueue(
  connection: Able<'edit'>,
  before: QueueValues,
  params: SetQueueAttributesParams,
  text = l10n.t('Changed {0}: {1}.', nameOfArn(params.queueArn), describeChange(before, params)),
): Promise<QueueDetails> {
  const after = await connection.can.edit.change(params);
  await connection.queues.refresh();
  void offerUndo(connection, text, invertChange(before, after, params));
  return after;
}

async function offerUndo(
  connection: Able<'edit'>,
  text: string,
  inverse: SetQueueAttributesParams,
): Promise<void> {
  const name = nameOfArn(inverse.queueArn);
  const undo = l10n.t('Undo');
  if ((await window.showInformationMessage(text, undo)) !== undo) return;
  try {
    await connection.can.edit.change(inverse);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showWarningMessage(l10n.t('The change of {0} could not be undone. {1}', name, reason));
    return;
  }
  await connection.queues.refresh();
  window.setStatusBarMessage(l10n.t('Undid the change of {0}.', name), 5_000);
}
