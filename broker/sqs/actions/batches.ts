import type { BATCH_ACTIONS } from '../../api/batches.ts';
import {
  type BatchEntry,
  type BatchFailure,
  type BatchOutcome,
  changeVisibilityBatch,
  deleteMessageBatch,
  sendMessageBatch,
} from '../../engine/operations/batch.ts';
import { succeed } from '../../engine/base/result.ts';
import { ERROR_TABLE } from '../wire/errorCodes.ts';
import type { Call, HandlersOf } from './action.ts';
import { describeSent, toSendInput } from './sending.ts';

export const batchHandlers: HandlersOf<typeof BATCH_ACTIONS> = {
  SendMessageBatch: (call, input, queue) => {
    const entries = toBatchEntries(input.Entries, (entry) => toSendInput(call, entry));
    const outcome = sendMessageBatch(call.engine, queue, entries, call.caller);
    if (!outcome.ok) return outcome;
    for (const { value } of outcome.value.successful) call.payloadBytes += value.sizeBytes;
    countOutcome(call, outcome.value);
    return succeed(describeOutcome(outcome.value, describeSent));
  },

  DeleteMessageBatch: (call, input, queue) => {
    const entries = toBatchEntries(input.Entries, (entry) => entry.ReceiptHandle);
    const outcome = deleteMessageBatch(call.engine, queue, entries, call.caller);
    if (!outcome.ok) return outcome;
    countOutcome(call, outcome.value);
    return succeed(describeOutcome(outcome.value, describeNothing));
  },

  ChangeMessageVisibilityBatch: (call, input, queue) => {
    const entries = toBatchEntries(input.Entries, (entry) => ({
      receiptHandle: entry.ReceiptHandle,
      visibilitySeconds: entry.VisibilityTimeout,
    }));
    const outcome = changeVisibilityBatch(call.engine, queue, entries, call.caller);
    if (!outcome.ok) return outcome;
    countOutcome(call, outcome.value);
    return succeed(describeOutcome(outcome.value, describeNothing));
  },
};

/** Entries as the engine takes them. */
function toBatchEntries<G extends { readonly Id?: string | undefined }, T>(
  given: readonly G[] | undefined,
  toInput: (entry: G) => T,
): readonly BatchEntry<T>[] | undefined {
  return given?.map((entry) => ({ id: entry.Id, input: toInput(entry) }));
}

/** Notes for trace and billing how many entries were done and how many failed. */
function countOutcome(call: Call, { successful, failed }: BatchOutcome<unknown>): void {
  call.messageCount = successful.length;
  const [first] = failed;
  if (first === undefined) return;
  call.failedEntries = {
    count: failed.length,
    code: ERROR_TABLE[first.code].queryCode,
    message: first.message,
  };
}

/** What became of the entries, as an answer's members; the model requires both lists, empty ones too. */
function describeOutcome<T, M extends object>(outcome: BatchOutcome<T>, describe: (value: T) => M) {
  return {
    Successful: outcome.successful.map(({ id, value }) => ({ Id: id, ...describe(value) })),
    Failed: outcome.failed.map(describeFailedEntry),
  };
}

/** For entries of which nothing is answered but that they were done. */
function describeNothing(): object {
  return {};
}

function describeFailedEntry(failure: BatchFailure) {
  return {
    Id: failure.id,
    Code: ERROR_TABLE[failure.code].queryCode,
    Message: failure.message,
    SenderFault: failure.senderFault,
  };
}
