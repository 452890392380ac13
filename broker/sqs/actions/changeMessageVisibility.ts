import { changeVisibility } from '../../engine/operations/changeVisibility.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { integer, string, structure } from '../wire/shapes.ts';

export const changeMessageVisibility = defineVoidAction({
  name: 'ChangeMessageVisibility',
  input: structure({ QueueUrl: string, ReceiptHandle: string, VisibilityTimeout: integer }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    call.messageCount = 1;
    return changeVisibility(
      call.engine,
      queue.value,
      { receiptHandle: input.ReceiptHandle, visibilitySeconds: input.VisibilityTimeout },
      call.caller,
    );
  },
});
