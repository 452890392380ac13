import { createQueue as create } from '../../engine/operations/createQueue.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { formatQueueUrl } from '../wire/queueUrl.ts';
import { keyedMap, namedMap, string, structure } from '../wire/shapes.ts';

export const createQueue = defineAction({
  name: 'CreateQueue',
  input: structure({
    QueueName: string,
    Attributes: namedMap('Attribute', string),
    // The model's one lower-case member of an input.
    tags: keyedMap('Tag', string),
  }),
  output: structure({ QueueUrl: string }),
  run(call, input) {
    const created = create(
      call.engine,
      { name: input.QueueName, attributes: input.Attributes, tags: input.tags },
      call.caller,
    );
    if (!created.ok) return created;
    call.queueArn = created.value.arn;
    return succeed({ QueueUrl: formatQueueUrl(call.origin, created.value) });
  },
});
