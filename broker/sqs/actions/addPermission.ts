import { addPermission as add } from '../../engine/operations/permissions.ts';
import { defineVoidAction } from './action.ts';
import { resolveQueue } from './resolveQueue.ts';
import { list, string, structure } from '../wire/shapes.ts';

export const addPermission = defineVoidAction({
  name: 'AddPermission',
  input: structure({
    QueueUrl: string,
    Label: string,
    AWSAccountIds: list('AWSAccountId', string),
    Actions: list('ActionName', string),
  }),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const grant = { label: input.Label, accountIds: input.AWSAccountIds, actions: input.Actions };
    return add(call.engine, queue.value, grant, call.caller);
  },
});
