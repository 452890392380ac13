import type { QUEUE_ACTIONS } from '../../api/queues.ts';
import { createQueue } from '../../engine/operations/createQueue.ts';
import { deleteQueue } from '../../engine/operations/deleteQueue.ts';
import { purgeQueue } from '../../engine/operations/purgeQueue.ts';
import { readAttributes } from '../../engine/operations/readAttributes.ts';
import { setQueueAttributes } from '../../engine/operations/setQueueAttributes.ts';
import { fail, succeed } from '../../engine/base/result.ts';
import { formatQueueUrl } from '../wire/queueUrl.ts';
import type { HandlersOf } from './action.ts';
import { omitEmpty, takePage } from './paging.ts';
import { findQueue } from './resolveQueue.ts';

export const queueHandlers: HandlersOf<typeof QUEUE_ACTIONS> = {
  CreateQueue: (call, input) => {
    const created = createQueue(
      call.engine,
      { name: input.QueueName, attributes: input.Attributes, tags: input.tags },
      call.caller,
    );
    if (!created.ok) return created;
    call.queueArn = created.value.arn;
    return succeed({ QueueUrl: formatQueueUrl(call.origin, created.value) });
  },

  DeleteQueue: (call, _input, queue) => succeed(deleteQueue(call.engine, queue, call.caller)),

  GetQueueUrl: (call, input) => {
    if (input.QueueName === undefined || input.QueueName === '') {
      // Recorded from the service: not MissingParameter.
      return fail(
        'InvalidParameterValue',
        'Value for parameter QueueName is invalid. Reason: Must specify a queue name.',
        'QueueName',
      );
    }
    const account = input.QueueOwnerAWSAccountId ?? call.caller.account;
    const queue = findQueue(call, { account, name: input.QueueName });
    return queue.ok ? succeed({ QueueUrl: formatQueueUrl(call.origin, queue.value) }) : queue;
  },

  ListQueues: (call, input) => {
    const { account, region } = call.caller;
    const queues = call.engine.listQueues(region, account, input.QueueNamePrefix);
    const page = takePage(queues, input.MaxResults, input.NextToken);
    if (!page.ok) return page;
    return succeed({
      QueueUrls: omitEmpty(page.value.queues.map((queue) => formatQueueUrl(call.origin, queue))),
      NextToken: page.value.nextToken,
    });
  },

  ListDeadLetterSourceQueues: (call, input, queue) => {
    const sources = call.engine.deadLetterSources(queue);
    const page = takePage(sources, input.MaxResults, input.NextToken);
    if (!page.ok) return page;
    return succeed({
      queueUrls: page.value.queues.map((source) => formatQueueUrl(call.origin, source)),
      NextToken: page.value.nextToken,
    });
  },

  GetQueueAttributes: (call, input, queue) => {
    const attributes = readAttributes(call.engine, queue, input.AttributeNames ?? []);
    if (!attributes.ok) return attributes;
    const isEmpty = Object.keys(attributes.value).length === 0;
    return succeed(isEmpty ? {} : { Attributes: attributes.value });
  },

  SetQueueAttributes: (call, input, queue) =>
    setQueueAttributes(call.engine, queue, input.Attributes ?? {}, call.caller),

  PurgeQueue: (call, _input, queue) => purgeQueue(call.engine, queue, call.caller),
};
