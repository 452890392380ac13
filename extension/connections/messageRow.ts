import type { MessageSummary } from '../../broker/protocol/message.ts';
import type { QueueRef } from './queueRef.ts';

/** A row of a view that stands for one message. */
export abstract class MessageRow {
  abstract readonly message: MessageSummary;
  abstract readonly queueRef: QueueRef;
}

/** A message of which only the name is known: it was gone before this window read it. */
export class MessageName {
  readonly messageId: string;
  readonly queueRef: QueueRef;

  constructor(messageId: string, queueRef: QueueRef) {
    this.messageId = messageId;
    this.queueRef = queueRef;
  }
}

export function isMessageRow(value: unknown): value is MessageRow {
  return value instanceof MessageRow;
}
