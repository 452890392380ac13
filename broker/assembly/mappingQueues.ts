import type { ApiCall } from '../calls/apiCall.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Result } from '../engine/base/result.ts';
import type { Engine } from '../engine/engine.ts';
import { deleteMessageBatch } from '../engine/operations/batch.ts';
import { pauseDeliveries } from '../engine/operations/holds.ts';
import { receiveMessages } from '../engine/operations/receiveMessages.ts';
import { countChunks } from '../engine/rules/messageSize.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { QueueAccess } from '../mappings/ports.ts';

/**
 * The queues for event source mappings. What they call is billed and traced as the calls of any program are.
 * @param onApiCall called in the middle of an operation of the engine
 */
export function createMappingQueues(engine: Engine, onApiCall: (call: ApiCall) => void): QueueAccess {
  const report = (
    caller: Caller,
    queue: Queue,
    result: Result<unknown>,
    payloadBytes: number,
    messageCount: number,
  ) =>
    onApiCall({
      action: caller.action,
      queueArn: queue.arn,
      caller,
      payloadBytes,
      billedRequests: countChunks(payloadBytes),
      messageCount,
      // It is called within the broker.
      durationMs: 0,
      error: result.ok ? undefined : { code: result.code, message: result.message },
    });
  return {
    find: (queueArn) => engine.findByArn(queueArn),
    receive: (queue, input, caller, complete) =>
      receiveMessages(engine, queue, input, caller, (result) => {
        complete(result);
        const messages = result.ok ? result.value : [];
        const bytes = messages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        report(caller, queue, result, bytes, messages.length);
      }),
    deleteBatch: (queue, receiptHandles, caller) => {
      const entries = receiptHandles.map((input, index) => ({ id: String(index), input }));
      const result = deleteMessageBatch(engine, queue, entries, caller);
      const count = result.ok ? result.value.successful.length : 0;
      report(caller, queue, result, 0, count);
      return count;
    },
    pause: (queue, receiptHandles, isPaused) => pauseDeliveries(engine, queue, receiptHandles, isPaused),
    onCreated: (listener) =>
      engine.onEvent(({ kind, queue }) => {
        if (kind === 'queueCreated') listener(queue.arn);
      }),
  };
}
