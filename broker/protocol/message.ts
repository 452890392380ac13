import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES } from '../api/queueAttributes.ts';
import { isBase64, isBinary } from './base64.ts';
import { BODY, NAME } from './commonShapes.ts';
import { type ParamsOf, request, type } from './method.ts';
import { listOf, oneOf, optional, refine, shape, text, type TypeOf, wholeNumber, yesOrNo } from './shape.ts';

export const MESSAGE_STATES = ['visible', 'inFlight', 'delayed'] as const;

export type MessageState = (typeof MESSAGE_STATES)[number];

/** A user attribute of a message. Binary values travel as base64. */
const MESSAGE_ATTRIBUTE = shape({
  name: NAME,
  /** `String`, `Number` or `Binary`, with an optional `.label`. */
  type: NAME,
  /** The text, or base64 for `Binary`. */
  value: BODY,
});

export type MessageAttributeValue = TypeOf<typeof MESSAGE_ATTRIBUTE>;

export const MESSAGE_ATTRIBUTES = listOf(
  refine(
    MESSAGE_ATTRIBUTE,
    ({ type, value }) =>
      !isBinary(type) || isBase64(value.replaceAll(/\s/g, ''))
        ? undefined
        : { path: 'value', expected: l10n.t('base64 with padding') },
    { $comment: 'The value of a Binary attribute is base64 with padding.' },
  ),
  1000,
);

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
  /** Remaining visibility timeout when the hold ends, in ms. */
  readonly heldRemainingMs?: number;
  /** The consumer that has it in flight: {@link ConsumerInfo.id}. */
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

export interface PeekMessagesResult {
  readonly messages: readonly MessageSummary[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** A message whose body has the text that was searched for. */
export interface FoundMessage extends MessageSummary {
  /** The text with some of the body around it, in one line at most 120 characters long. */
  readonly excerpt: string;
}

/** Of the text that is searched for: no more helps to find anything. */
export const SEARCH_TEXT_LENGTH = 256;

/** What a part of a search found, and what it looked at. */
export interface SearchMessagesResult {
  /** Newest first. */
  readonly found: readonly FoundMessage[];
  readonly searchedCount: number;
  /** Of the messages that were searched: bodies and attributes. */
  readonly searchedBytes: number;
  /** Absent when the whole queue has been searched. */
  readonly nextCursor?: string;
}

export interface SendMessageResult {
  /** Of the first message. */
  readonly messageId: string;
  readonly bodyMd5: string;
  readonly attributesMd5?: string;
  readonly sequenceNumber?: string;
  readonly sizeBytes: number;
  /** Billed requests of one send: one for each started 64 KiB. */
  readonly chunks: number;
  /** How many sends were accepted, duplicates included. */
  readonly sentCount: number;
  /** How many of them a FIFO queue deduplicated: nothing was stored. */
  readonly duplicateCount: number;
}

/** The contents of a message when it was sent: everything that a new send needs. */
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

/** Which of the named messages an operation changed. */
export interface MessagesResult {
  readonly done: readonly string[];
  /** With the reason why it was not changed. */
  readonly missed: readonly { readonly messageId: string; readonly reason: string }[];
  /** For `queueside/message/undo`; absent if nothing was changed that it can take back. */
  readonly undoId?: string;
}

export interface InFlightMessage extends MessageSummary {
  readonly queueArn: string;
  /** Epoch ms of the receive. */
  readonly receivedAt: number;
  /** At a gateway: its program is paused, and the gateway extends its visibility timeout. */
  readonly isExtended?: boolean;
}

/** Names messages of one queue. */
const MESSAGES = { queueArn: NAME, messageIds: listOf(NAME, 1000) };

/**
 * Reads messages without receiving them: no receive count, no visibility timeout, no trace event. Without `state`:
 * visible messages first, then those in flight, then delayed ones. A page shows the state when it is read; messages can
 * arrive and disappear between pages.
 */
export const peekMessages = request('queueside/message/peek', {
  params: shape({
    queueArn: NAME,
    /** Absent: all states, visible first. */
    state: optional(oneOf(MESSAGE_STATES)),
    /** From a previous page. */
    cursor: optional(text(256)),
    limit: wholeNumber(1, 100),
  }),
  result: type<PeekMessagesResult>(),
  stores: 'nothing',
});

export type PeekMessagesParams = ParamsOf<typeof peekMessages>;

/**
 * Reads the whole message, body included; not found once it is deleted or expired. `withoutBody` is for following a
 * message that is shown already: its body never changes, and is empty in the result.
 */
export const getMessage = request('queueside/message/get', {
  params: shape({ queueArn: NAME, messageId: NAME, withoutBody: optional(yesOrNo()) }),
  result: type<MessageDetails>(),
  stores: 'nothing',
});

/**
 * Searches the bodies of a queue's messages for a text, in any case, whatever their state: newest first, without receiving them.
 * Searches at most `limit` messages, and stops earlier behind the message that brings it to 2 MiB or to 5 ms.
 */
export const searchMessages = request('queueside/message/search', {
  params: shape({
    queueArn: NAME,
    text: text(SEARCH_TEXT_LENGTH, 1),
    /** From the part before. */
    cursor: optional(text(256)),
    limit: wholeNumber(1, 1000),
  }),
  result: type<SearchMessagesResult>(),
  stores: 'nothing',
});

export type SearchMessagesParams = ParamsOf<typeof searchMessages>;

/**
 * Sends a message by the rules of SendMessage; binary attribute values are base64. `count` sends copies, each of them a
 * call for billing; on FIFO queues each copy after the first gets a deduplication id of its own, unless
 * `deduplicationId` is given. `duplicateCount` is the number of sends that were deduplicated. Copies sent before an
 * error stay sent.
 */
export const sendMessage = request('queueside/message/send', {
  params: shape({
    queueArn: NAME,
    body: BODY,
    attributes: optional(MESSAGE_ATTRIBUTES),
    /** 0-900; absent: the queue's own delay. Other values are rejected by the rules of SendMessage. */
    delaySeconds: optional(wholeNumber(-1_000_000, 1_000_000)),
    groupId: optional(NAME),
    deduplicationId: optional(NAME),
    /** How many times to send it. */
    count: optional(wholeNumber(1, 10_000)),
  }),
  result: type<SendMessageResult>(),
  stores: 'journal',
});

export type SendMessageParams = ParamsOf<typeof sendMessage>;

/**
 * Reads the contents of a message when it was sent, even if the message no longer exists; not found if the trace no
 * longer has it. The trace keeps the contents of the newest sends, up to 32 MiB.
 */
export const getSentMessage = request('queueside/message/getSent', {
  params: shape({ messageId: NAME }),
  result: type<RecordedSend>(),
  stores: 'nothing',
});

/**
 * Reads the messages that a consumer (or any consumer) has in flight, oldest receive first. At a gateway: those that its programs
 * received through it, with a `visibleAt` if the visibility timeout is known; `sentAt`, `receiveCount` and `sizeBytes` are 0 if no response said
 * them.
 */
export const listInFlight = request('queueside/message/listInFlight', {
  params: shape({
    /** {@link ConsumerInfo.id}; absent: of all consumers. */
    consumerId: optional(NAME),
    limit: wholeNumber(1, 1000),
  }),
  result: type<{ readonly messages: readonly InFlightMessage[] }>(),
  stores: 'nothing',
});

/** Sends copies of waiting messages or of messages that the trace still has; FIFO copies get new deduplication ids. */
export const sendAgain = request('queueside/message/sendAgain', {
  params: shape({
    ...MESSAGES,
    /** Absent: to the queue that they were in. */
    toQueueArn: optional(NAME),
  }),
  result: type<MessagesResult>(),
  stores: 'journal',
});

/** Sends copies of waiting messages to another queue of the same type; the messages stay. */
export const copyMessages = request('queueside/message/copy', {
  params: shape({ ...MESSAGES, toQueueArn: NAME }),
  result: type<MessagesResult>(),
  stores: 'journal',
});

/**
 * Removes messages from their queue, whatever their state, and sends them to another queue of the same type, where each
 * gets a new id. The trace shows `redriven`.
 */
export const moveMessages = request('queueside/message/move', {
  params: shape({ ...MESSAGES, toQueueArn: NAME }),
  result: type<MessagesResult>(),
  stores: 'journal',
});

/**
 * Moves selected messages out of a dead-letter queue, like `move`: without `toQueueArn`, each returns to its source
 * queue.
 */
export const redriveMessages = request('queueside/message/redrive', {
  params: shape({
    ...MESSAGES,
    /** Absent: each message returns to its source queue. */
    toQueueArn: optional(NAME),
  }),
  result: type<MessagesResult>(),
  stores: 'journal',
});

/** Deletes messages whatever their state; a consumer that is processing one can no longer delete or extend it. */
export const deleteMessages = request('queueside/message/delete', {
  params: shape(MESSAGES),
  result: type<MessagesResult>(),
  stores: 'journal',
});

export type MessagesParams = ParamsOf<typeof deleteMessages>;

/**
 * Takes back a deletion or a move of messages, once, as long as the broker remembers it: up to ten minutes, 100,000 messages and
 * 64 MiB of deleted contents. Each message is back at its place, with its id, its send time and its receive count, and visible.
 * What was moved returns as far as it still waits. Returns the ids of the messages that are back. Not found once it is forgotten.
 */
export const undoMessages = request('queueside/message/undo', {
  params: shape({ undoId: text(64) }),
  result: type<MessagesResult>(),
  stores: 'journal',
});

/** Makes messages in flight or delayed visible now. */
export const releaseMessages = request('queueside/message/release', {
  params: shape(MESSAGES),
  result: type<MessagesResult>(),
  stores: 'journal',
});

/** Gives messages in flight a new visibility timeout, from now. */
export const extendMessages = request('queueside/message/extend', {
  params: shape({ ...MESSAGES, visibilitySeconds: wholeNumber(1, NUMBER_ATTRIBUTES.VisibilityTimeout.max) }),
  result: type<MessagesResult>(),
  stores: 'journal',
});
