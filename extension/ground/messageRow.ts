import type { MessageSummary } from '../../broker/protocol/message.ts';

/** A row of a view that stands for one message. */
export abstract class MessageRow {
  abstract readonly message: MessageSummary;
  abstract readonly queueArn: string;
}

export function isMessageRow(value: unknown): value is MessageRow {
  return value instanceof MessageRow;
}
