import { deleteMessageBatch as deleteBatch } from '../../engine/operations/batch.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { batchOutput, countOutcome, describeNothing, describeOutcome, toBatchEntries } from './batch.ts';
import { resolveQueue } from './resolveQueue.ts';
import { list, string, structure } from '../wire/shapes.ts';

export const deleteMessageBatch = defineAction({
  name: 'DeleteMessageBatch',
  input: structure({
    QueueUrl: string,
    Entries: list('DeleteMessageBatchRequestEntry', structure({ Id: string, ReceiptHandle: string })),
  }),
  output: batchOutput('DeleteMessageBatchResultEntry', {}),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const entries = toBatchEntries(input.Entries, (entry) => entry.ReceiptHandle);
    const outcome = deleteBatch(call.engine, queue.value, entries, call.caller);
    if (!outcome.ok) return outcome;
    countOutcome(call, outcome.value);
    return succeed(describeOutcome(outcome.value, describeNothing));
  },
});
