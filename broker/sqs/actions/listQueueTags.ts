import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { keyedMap, string, structure } from '../wire/shapes.ts';

export const listQueueTags = defineAction({
  name: 'ListQueueTags',
  input: structure({ QueueUrl: string }),
  output: structure({ Tags: keyedMap('Tag', string) }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const { tags } = queue.value;
    return succeed(tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) });
  },
});
