import { deleteQueue as remove } from '../../engine/operations/deleteQueue.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { string, structure } from '../wire/shapes.ts';

export const deleteQueue = defineVoidAction({
  name: 'DeleteQueue',
  input: structure({ QueueUrl: string }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    return queue.ok ? succeed(remove(call.engine, queue.value, call.caller)) : queue;
  },
});
