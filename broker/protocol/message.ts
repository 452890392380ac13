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
  /** How many times to send it, 1-10,000; on a FIFO queue each copy after the first gets its own deduplication id, unless one is given. */
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
  /** How many sends were accepted, duplicates included. */
  readonly sentCount: number;
  /** Of them, those that a FIFO queue took for repetitions: nothing was stored. */
  readonly duplicateCount: number;
}

/** What a message said when it was sent: all that a new send needs. */
export interface RecordedSend {
  readonly queueArn: string;
  /** Epoch ms of the send. */
  readonly sentAt: number;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: readonly MessageAttributeValue[];
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** The AWSTraceHeader system attribute. */
  readonly traceHeader?: string;
}

/** Names messages of one queue, 1-1,000. */
export interface MessagesParams {
  readonly queueArn: string;
  readonly messageIds: readonly string[];
}

/** Who of the named messages an operation reached. */
export interface MessagesResult {
  readonly done: readonly string[];
  /** With the reason why nothing was done to it. */
  readonly missed: readonly { readonly messageId: string; readonly reason: string }[];
}

export interface ToQueueParams extends MessagesParams {
  readonly toQueueArn: string;
}

export interface SendAgainParams extends MessagesParams {
  /** Absent: to the queue that they were in. */
  readonly toQueueArn?: string;
}

export interface RedriveMessagesParams extends MessagesParams {
  /** Absent: each message goes back to the queue that it came from. */
  readonly toQueueArn?: string;
}

export interface ExtendMessagesParams extends MessagesParams {
  /** 1-43,200 from now. */
  readonly visibilitySeconds: number;
}

export interface ListInFlightParams {
  /** {@link ConsumerInfo.id}; absent: of all consumers. */
  readonly consumerId?: string;
  /** 1-1,000. */
  readonly limit: number;
}

export interface InFlightMessage extends MessageSummary {
  readonly queueArn: string;
  /** Epoch ms of the receive. */
  readonly receivedAt: number;
}

/** Reads messages without receiving them: no receive count, no visibility timeout, no trace event. */
export const peekMessages = request<PeekMessagesParams, PeekMessagesResult>('queueside/message/peek');
/** The whole message, body included; not found once it is gone. */
export const getMessage = request<MessageParams, MessageDetails>('queueside/message/get');
export const sendMessage = request<SendMessageParams, SendMessageResult>('queueside/message/send');
/** What a message said, as long as it waits or the trace remembers it; not found after that. */
export const getSentMessage = request<{ readonly messageId: string }, RecordedSend>(
  'queueside/message/getSent',
);
/** What is in flight, oldest receive first: for the tree of a debug session. */
export const listInFlight = request<ListInFlightParams, { readonly messages: readonly InFlightMessage[] }>(
  'queueside/message/listInFlight',
);
/** Sends copies of messages that wait or that the trace remembers; FIFO copies get deduplication ids of their own. */
export const sendAgain = request<SendAgainParams, MessagesResult>('queueside/message/sendAgain');
/** Sends copies to another queue of the same kind; the messages stay. */
export const copyMessages = request<ToQueueParams, MessagesResult>('queueside/message/copy');
/** Takes messages out of their queue and sends them to another of the same kind. */
export const moveMessages = request<ToQueueParams, MessagesResult>('queueside/message/move');
/** Moves chosen messages out of a dead-letter queue. */
export const redriveMessages = request<RedriveMessagesParams, MessagesResult>('queueside/message/redrive');
/** Deletes messages whatever their state; a consumer that has one in flight finds it gone. */
export const deleteMessages = request<MessagesParams, MessagesResult>('queueside/message/delete');
/** Makes messages in flight or delayed visible now. */
export const releaseMessages = request<MessagesParams, MessagesResult>('queueside/message/release');
/** Gives messages in flight a new visibility timeout. */
export const extendMessages = request<ExtendMessagesParams, MessagesResult>('queueside/message/extend');
