import { purgeQueue as purge } from '../../engine/operations/purgeQueue.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { string, structure } from '../wire/shapes.ts';

export const purgeQueue = defineVoidAction({
  name: 'PurgeQueue',
  input: structure({ QueueUrl: string }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    return queue.ok ? purge(call.engine, queue.value, call.caller) : queue;
  },
});
