import { sendMessageBatch as sendBatch } from '../../engine/operations/batch.ts';
import { succeed } from '../../engine/base/result.ts';
import { defineAction } from './action.ts';
import { batchOutput, countOutcome, describeOutcome, toBatchEntries } from './batch.ts';
import { resolveQueue } from './resolveQueue.ts';
import { describeSent, sendMembers, sentMembers, toSendInput } from './sending.ts';
import { list, string, structure } from '../wire/shapes.ts';

export const sendMessageBatch = defineAction({
  name: 'SendMessageBatch',
  input: structure({
    QueueUrl: string,
    Entries: list('SendMessageBatchRequestEntry', structure({ Id: string, ...sendMembers })),
  }),
  output: batchOutput('SendMessageBatchResultEntry', sentMembers),
  run(call, input) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) return queue;
    const entries = toBatchEntries(input.Entries, (entry) => toSendInput(call, entry));
    const outcome = sendBatch(call.engine, queue.value, entries, call.caller);
    if (!outcome.ok) return outcome;
    for (const { value } of outcome.value.successful) call.payloadBytes += value.sizeBytes;
    countOutcome(call, outcome.value);
    return succeed(describeOutcome(outcome.value, describeSent));
  },
});
