import { deleteMessage as remove } from '../../engine/operations/deleteMessage.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { string, structure } from '../wire/shapes.ts';

export const deleteMessage = defineVoidAction({
  name: 'DeleteMessage',
  input: structure({ QueueUrl: string, ReceiptHandle: string }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    call.messageCount = 1;
    return remove(call.engine, queue.value, input.ReceiptHandle, call.caller);
  },
});
