import { l10n } from 'vscode';
import type { QueueDetails, SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { type Able, isAble } from '../../connections/connection.ts';
import { tellChange } from '../../ground/tellChange.ts';
import { nameOfArn } from '../../ground/text.ts';
import { undoQueueChange } from '../undo/undoChange.ts';
import { describeChange, type QueueValues } from './changeText.ts';

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
  const { undoId } = after;
  const { queueArn } = params;
  const undo =
    undoId !== undefined && isAble(connection, ['undo'])
      ? () => undoQueueChange(connection, { undoId, queueArn })
      : undefined;
  tellChange({ text, undo });
  await connection.queues.refresh();
  return after;
}
