import type { MessageContent } from '../base/content.ts';

/** A message as one receive returns it; a snapshot. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly content: MessageContent;
  readonly sizeBytes: number;
  /** Epoch ms. */
  readonly sentAt: number;
  /** This receive included. */
  readonly receiveCount: number;
  /** Epoch ms. */
  readonly firstReceivedAt: number;
  /** Present in a dead-letter queue. */
  readonly deadLetterSourceArn: string | undefined;
}
