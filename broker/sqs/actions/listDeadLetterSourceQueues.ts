import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { takePage } from './paging.ts';
import { formatQueueUrl } from '../wire/queueUrl.ts';
import { resolveQueue } from './resolveQueue.ts';
import { integer, list, string, structure } from '../wire/shapes.ts';

export const listDeadLetterSourceQueues = defineAction({
  name: 'ListDeadLetterSourceQueues',
  input: structure({ QueueUrl: string, MaxResults: integer, NextToken: string }),
  // The model's one lower-case member of an output, which it requires: an empty one is answered, too.
  output: structure({ queueUrls: list('QueueUrl', string), NextToken: string }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const sources = call.engine.deadLetterSources(queue.value);
    const page = takePage(sources, input.MaxResults, input.NextToken);
    if (!page.ok) return page;
    return succeed({
      queueUrls: page.value.queues.map((source) => formatQueueUrl(call.origin, source)),
      NextToken: page.value.nextToken,
    });
  },
});
