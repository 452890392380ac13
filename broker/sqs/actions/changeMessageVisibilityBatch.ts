import { changeVisibilityBatch } from '../../engine/operations/batch.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { batchOutput, countOutcome, describeNothing, describeOutcome, toBatchEntries } from './batch.ts';
import { resolveQueue } from './resolveQueue.ts';
import { integer, list, string, structure } from '../wire/shapes.ts';

export const changeMessageVisibilityBatch = defineAction({
  name: 'ChangeMessageVisibilityBatch',
  input: structure({
    QueueUrl: string,
    Entries: list(
      'ChangeMessageVisibilityBatchRequestEntry',
      structure({ Id: string, ReceiptHandle: string, VisibilityTimeout: integer }),
    ),
  }),
  output: batchOutput('ChangeMessageVisibilityBatchResultEntry', {}),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const entries = toBatchEntries(input.Entries, (entry) => ({
      receiptHandle: entry.ReceiptHandle,
      visibilitySeconds: entry.VisibilityTimeout,
    }));
    const outcome = changeVisibilityBatch(call.engine, queue.value, entries, call.caller);
    if (!outcome.ok) return outcome;
    countOutcome(call, outcome.value);
    return succeed(describeOutcome(outcome.value, describeNothing));
  },
});
