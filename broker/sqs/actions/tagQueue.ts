import { tagQueue as tag } from '../../engine/operations/tags.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { keyedMap, string, structure } from '../wire/shapes.ts';

export const tagQueue = defineVoidAction({
  name: 'TagQueue',
  input: structure({ QueueUrl: string, Tags: keyedMap('Tag', string) }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    return queue.ok ? tag(call.engine, queue.value, input.Tags, call.caller) : queue;
  },
});
