import { request } from './method.ts';

export type MessageState = 'visible' | 'inFlight' | 'delayed';

/** A user attribute of a message. Binary values travel as base64. */
export interface MessageAttributeValue {
  readonly name: string;
  /** `String`, `Number` or `Binary`, with an optional `.label`. */
  readonly type: string;
  /** The text, or base64 for `Binary`. */
  readonly value: string;
}

/** A waiting message as a list row: no body beyond a preview. */
export interface MessageSummary {
  readonly messageId: string;
  readonly state: MessageState;
  /** Epoch ms. */
  readonly sentAt: number;
  readonly receiveCount: number;
  /** Size by the service's rule: body plus attributes, in bytes. */
  readonly sizeBytes: number;
  /** The first 256 characters of the body. */
  readonly preview: string;
  /** Epoch ms when a delayed or in-flight message becomes visible; absent while it is held. */
  readonly visibleAt?: number;
  /** What is left of the visibility timeout when the hold ends, in ms. */
  readonly heldRemainingMs?: number;
  /** Who has it in flight: {@link ConsumerInfo.id}. */
  readonly consumerId?: string;
  readonly groupId?: string;
}

export interface MessageDetails extends MessageSummary {
  readonly queueArn: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: readonly MessageAttributeValue[];
  /** ApproximateReceiveCount, SentTimestamp and so on, in SQS's spelling. */
  readonly systemAttributes: Readonly<Record<string, string>>;
}

export interface PeekMessagesParams {
  readonly queueArn: string;
  /** Absent: all states, visible first. */
  readonly state?: MessageState;
  /** From a previous page. */
  readonly cursor?: string;
  /** 1-100. */
  readonly limit: number;
}

export interface PeekMessagesResult {
  readonly messages: readonly MessageSummary[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export interface MessageParams {
  readonly queueArn: string;
  readonly messageId: string;
}

export interface SendMessageParams {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes?: readonly MessageAttributeValue[];
  /** 0-900; absent: the queue's own delay. */
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** How many times to send it, 1-10,000; on a FIFO queue each copy after the first gets its own deduplication id. */
  readonly count?: number;
}

export interface SendMessageResult {
  /** Of the first message. */
  readonly messageId: string;
  readonly bodyMd5: string;
  readonly attributesMd5?: string;
  readonly sequenceNumber?: string;
  readonly sizeBytes: number;
  /** Billed requests of one send: started 64 KiB chunks. */
  readonly chunks: number;
  readonly sentCount: number;
}

/** Reads messages without receiving them: no receive count, no visibility timeout, no trace event. */
export const peekMessages = request<PeekMessagesParams, PeekMessagesResult>('queueside/message/peek');
/** The whole message, body included; not found once it is gone. */
export const getMessage = request<MessageParams, MessageDetails>('queueside/message/get');
export const sendMessage = request<SendMessageParams, SendMessageResult>('queueside/message/send');
