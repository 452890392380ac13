import { untagQueue as untag } from '../../engine/operations/tags.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { list, string, structure } from '../wire/shapes.ts';

export const untagQueue = defineVoidAction({
  name: 'UntagQueue',
  input: structure({ QueueUrl: string, TagKeys: list('TagKey', string) }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    return queue.ok ? untag(call.engine, queue.value, input.TagKeys, call.caller) : queue;
  },
});
