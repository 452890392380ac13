import type { MessageSummary } from '../../broker/protocol/message.ts';
import { MessageRow } from '../connections/messageRow.ts';
import type { QueueRef } from '../connections/queueRef.ts';

/** The message of an editor, as commands take it. */
export class MessageInEditor extends MessageRow {
  readonly message: MessageSummary;
  readonly queueRef: QueueRef;

  constructor(message: MessageSummary, queueRef: QueueRef) {
    super();
    this.message = message;
    this.queueRef = queueRef;
  }
}
