import type { MessageSummary } from '../../broker/protocol/message.ts';
import type { QueueRef } from './queueRef.ts';

/** A row of a view that stands for one message. */
export abstract class MessageRow {
  abstract readonly message: MessageSummary;
  abstract readonly queueRef: QueueRef;
}

export function isMessageRow(value: unknown): value is MessageRow {
  return value instanceof MessageRow;
}
