import { isMessageRow } from '../ground/messageRow.ts';
import { findQueue, type FindQueueNeeds } from '../queues/pickQueue.ts';
import type { TracePanel } from './tracePanel.ts';

interface Needs extends FindQueueNeeds {
  readonly trace: TracePanel;
}

/** Opens the trace, narrowed to the message or the queue of the row that it was called on. */
export async function openTrace(services: Needs, target?: unknown): Promise<void> {
  if (isMessageRow(target)) {
    await services.trace.openTrace({ queueArn: target.queueArn, messageId: target.message.messageId });
    return;
  }
  const queue = findQueue(services, target);
  await services.trace.openTrace(queue && { queueArn: queue.arn });
}
