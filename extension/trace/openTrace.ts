import type { Services } from '../services.ts';
import { isMessageRow } from '../queues/tree/messageRow.ts';
import { findQueue } from '../queues/pickQueue.ts';

/** Opens the trace, narrowed to the message or the queue of the row that it was called on. */
export async function openTrace(services: Services, target?: unknown): Promise<void> {
  if (isMessageRow(target)) {
    await services.trace.openTrace({ queueArn: target.queueArn, messageId: target.message.messageId });
    return;
  }
  const queue = findQueue(services, target);
  await services.trace.openTrace(queue && { queueArn: queue.arn });
}
