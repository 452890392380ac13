import type { MessageContent } from '../engine/base/content.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { Message } from '../engine/state/message.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { TraceEventKind } from '../protocol/trace.ts';
import { readFlow } from './flow.ts';
import { type RecordedDepth, TraceRecord } from './record.ts';

/** Copies out of an engine event what the trace keeps; the objects in it are alive and will change. */
export function recordEngineEvent(event: EngineEvent): TraceRecord {
  const record = new TraceRecord(kindOf(event), event.at, event.queue.arn);
  record.depth = readDepth(event.queue, event.at);
  if ('message' in event) copyMessage(record, event.message);
  if ('delivery' in event && event.delivery !== undefined) {
    record.receiptHandle = event.delivery.receiptHandle;
    // For timeouts and holds, the event's consumer is the message's consumer.
    record.caller = event.delivery.caller;
    if (event.kind !== 'received') record.receivedAt = event.delivery.receivedAt;
  }
  if ('caller' in event) record.caller = event.caller;
  if ('target' in event) {
    record.otherQueueArn = event.target.arn;
    record.otherDepth = readDepth(event.target, event.at);
  }
  copySpecifics(record, event);
  return record;
}

/** What a queue holds at this moment. */
function readDepth(queue: Queue, at: number): RecordedDepth {
  const oldestSentAt = queue.byAge.peekKey();
  return {
    visible: queue.visibleCount,
    inFlight: queue.inFlightCount,
    delayed: queue.delayedCount,
    oldestAgeMs: oldestSentAt === undefined ? undefined : Math.max(0, at - oldestSentAt),
  };
}

/** In the trace, a deletion without effect is a rejected call, and a message that an undo puts back is visible again. */
function kindOf({ kind }: EngineEvent): TraceEventKind {
  if (kind === 'restored') return 'visible';
  return kind === 'deleteIgnored' ? 'rejected' : kind;
}

function copyMessage(record: TraceRecord, message: Message): void {
  record.messageNumber = message.number;
  record.groupId = message.groupId;
  record.receiveCount = message.receiveCount;
  record.sentAt = message.sentAt;
  record.sizeBytes = message.sizeBytes;
}

/** What a `sent` event has from the message's content. */
export function copyContent(record: TraceRecord, content: MessageContent): void {
  record.flowId = readFlow(content)?.traceId;
}

function copySpecifics(record: TraceRecord, event: EngineEvent): void {
  switch (event.kind) {
    case 'sent':
      if (event.delayMs > 0) record.timeoutMs = event.delayMs;
      return;
    case 'received':
    case 'visibilityChanged':
      record.timeoutMs = event.timeoutMs;
      return;
    case 'deleted':
      if (!event.late) return;
      record.isLate = true;
      record.detail = 'After its visibility timeout had ended.';
      return;
    case 'deleteIgnored':
      record.isLate = true;
      record.receiptHandle = event.receiptHandle;
      record.detail =
        'The deletion used the receipt handle of an earlier receive: it succeeded, but nothing was deleted.';
      return;
    case 'deduplicated':
      record.messageNumber = event.messageNumber;
      record.groupId = event.groupId;
      return;
    case 'purged':
    case 'queueDeleted':
      record.detail =
        event.messagesLost === 1 ? '1 message was lost.' : `${event.messagesLost} messages were lost.`;
      return;
    case 'queueChanged':
      record.detail = `Its ${event.what} changed.`;
      return;
    case 'redriven':
      record.otherMessageNumber = event.moved.number;
      return;
    case 'restored':
      record.detail = event.isWritten ? 'Its move was undone.' : 'Its deletion was undone.';
      return;
    case 'queueCreated':
    case 'visible':
    case 'expired':
    case 'held':
    case 'released':
    case 'retentionExpired':
    case 'movedToDeadLetter':
  }
}
