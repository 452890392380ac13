import { setQueueAttributes as set } from '../../engine/operations/setQueueAttributes.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { namedMap, string, structure } from '../wire/shapes.ts';

export const setQueueAttributes = defineVoidAction({
  name: 'SetQueueAttributes',
  input: structure({ QueueUrl: string, Attributes: namedMap('Attribute', string) }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    return set(call.engine, queue.value, input.Attributes ?? {}, call.caller);
  },
});
