import { isMessageRow } from '../connections/messageRow.ts';
import { isQueueRef } from '../connections/queueRef.ts';
import { findQueue, type FindQueueNeeds, narrow } from '../queues/pickQueue.ts';
import type { TracePanel } from './tracePanel.ts';

interface Needs extends FindQueueNeeds {
  readonly trace: TracePanel;
}

/** Opens the trace: of a connection, or narrowed to the message or the queue of the row that it was called on. */
export async function openTrace(services: Needs, target?: unknown): Promise<void> {
  if (isMessageRow(target)) {
    const { connectionId, arn } = target.queueRef;
    const connection = services.connections.find(connectionId);
    // The trace knows messages whose queue is gone.
    await connection?.can.trace?.({ queueArn: arn, messageId: target.message.messageId });
    return;
  }
  if (isOfConnection(target)) {
    await services.trace.openTrace(undefined, target.connectionId);
    return;
  }
  const found = findQueue(services, target);
  if (found) await narrow(found, ['trace'])?.connection.can.trace({ queueArn: found.queue.arn });
  else await services.trace.openTrace();
}

/** What items of the status bar and notifications about a connection pass. */
function isOfConnection(target: unknown): target is { readonly connectionId: string } {
  if (typeof target !== 'object' || target === null || isQueueRef(target)) return false;
  return 'connectionId' in target && typeof target.connectionId === 'string';
}
