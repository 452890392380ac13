import { removePermission as remove } from '../../engine/operations/permissions.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { string, structure } from '../wire/shapes.ts';

export const removePermission = defineVoidAction({
  name: 'RemovePermission',
  input: structure({ QueueUrl: string, Label: string }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    return queue.ok ? remove(call.engine, queue.value, input.Label, call.caller) : queue;
  },
});
