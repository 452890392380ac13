import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { omitEmpty } from './batch.ts';
import { takePage } from './paging.ts';
import { formatQueueUrl } from '../wire/queueUrl.ts';
import { integer, list, string, structure } from '../wire/shapes.ts';

export const listQueues = defineAction({
  name: 'ListQueues',
  input: structure({ QueueNamePrefix: string, MaxResults: integer, NextToken: string }),
  output: structure({ QueueUrls: list('QueueUrl', string), NextToken: string }),
  run(call, input) {
    const { account, region } = call.caller;
    const queues = call.engine.listQueues(region, account, input.QueueNamePrefix);
    const page = takePage(queues, input.MaxResults, input.NextToken);
    if (!page.ok) return page;
    return succeed({
      QueueUrls: omitEmpty(page.value.queues.map((queue) => formatQueueUrl(call.origin, queue))),
      NextToken: page.value.nextToken,
    });
  },
});
