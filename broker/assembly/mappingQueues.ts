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
    startedAt: number,
    caller: Caller,
    queue: Queue,
    result: Result<unknown>,
    messages: { readonly count: number; readonly bytes: number },
  ): void =>
    onApiCall({
      action: caller.action,
      queueArn: queue.arn,
      caller,
      payloadBytes: messages.bytes,
      billedRequests: countChunks(messages.bytes),
      messageCount: messages.count,
      durationMs: performance.now() - startedAt,
      error: result.ok ? undefined : { code: result.code, message: result.message },
    });
  return {
    find: (queueArn) => engine.findByArn(queueArn),
    receive: (queue, input, caller, complete) => {
      const startedAt = performance.now();
      return receiveMessages(engine, queue, input, caller, (result) => {
        complete(result);
        const messages = result.ok ? result.value : [];
        const bytes = messages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        report(startedAt, caller, queue, result, { count: messages.length, bytes });
      });
    },
    deleteBatch: (queue, receiptHandles, caller) => {
      const startedAt = performance.now();
      const entries = receiptHandles.map((input, index) => ({ id: String(index), input }));
      const result = deleteMessageBatch(engine, queue, entries, caller);
      const count = result.ok ? result.value.successful.length : 0;
      report(startedAt, caller, queue, result, { count, bytes: 0 });
      return count;
    },
    pause: (queue, receiptHandles, isPaused) => pauseDeliveries(engine, queue, receiptHandles, isPaused),
    onCreated: (listener) =>
      engine.onEvent(({ kind, queue }) => {
        if (kind === 'queueCreated') listener(queue.arn);
      }),
  };
}
