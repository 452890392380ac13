import { readAttributes } from '../../engine/operations/readAttributes.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { list, namedMap, string, structure } from '../wire/shapes.ts';

export const getQueueAttributes = defineAction({
  name: 'GetQueueAttributes',
  input: structure({ QueueUrl: string, AttributeNames: list('AttributeName', string) }),
  output: structure({ Attributes: namedMap('Attribute', string) }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const attributes = readAttributes(call.engine, queue.value, input.AttributeNames ?? []);
    if (!attributes.ok) return attributes;
    const isEmpty = Object.keys(attributes.value).length === 0;
    return succeed(isEmpty ? {} : { Attributes: attributes.value });
  },
});
