import { fail, succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { formatQueueUrl } from '../wire/queueUrl.ts';
import { findQueue } from './resolveQueue.ts';
import { string, structure } from '../wire/shapes.ts';

export const getQueueUrl = defineAction({
  name: 'GetQueueUrl',
  input: structure({ QueueName: string, QueueOwnerAWSAccountId: string }),
  output: structure({ QueueUrl: string }),
  run(call, input) {
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
});
