import { BATCH_MESSAGES } from './batchLimit.ts';
import { BODY, NAME } from './commonShapes.ts';
import { MESSAGE_ATTRIBUTES, type MessageDetails } from './message.ts';
import { type ParamsOf, request, type } from './method.ts';
import { listOf, optional, shape, text, type TypeOf, wholeNumber } from './shape.ts';

export interface ReadMessagesResult {
  /** Oldest first. */
  readonly messages: readonly MessageDetails[];
  /** Of those that were due, but whose content cannot be read. */
  readonly unreadableIds: readonly string[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** What became of one message of a batch. */
export type BatchedSend =
  | {
      readonly messageId: string;
      /** A FIFO queue has deduplicated it: the id is that of the message that was sent before. */
      readonly isDuplicate: boolean;
    }
  | { readonly refusal: string };

/** A message of a batch. */
export const BATCHED_MESSAGE = shape({
  body: BODY,
  attributes: optional(MESSAGE_ATTRIBUTES),
  groupId: optional(NAME),
  deduplicationId: optional(NAME),
  /** The AWSTraceHeader system attribute. */
  traceHeader: optional(BODY),
});

/**
 * Reads the messages of a queue whole, whatever their state, without receiving them: oldest first, in the order in which they
 * were sent. A page ends early at about 4 MiB. Messages that arrive or disappear between pages move no other messages.
 */
export const readMessages = request('queueside/messages/read', {
  params: shape({
    queueArn: NAME,
    /** From a previous page. */
    cursor: optional(text(256)),
    limit: wholeNumber(1, 1000),
  }),
  result: type<ReadMessagesResult>(),
  stores: 'nothing',
});

export type ReadMessagesParams = ParamsOf<typeof readMessages>;

/**
 * Sends up to 10 messages by the rules of SendMessageBatch; binary attribute values are base64. Each can fail alone, with a
 * reason; the result has them in the order of the params. What is wrong with the batch as a whole is an error, and nothing is sent.
 */
export const sendMessages = request('queueside/messages/send', {
  params: shape({ queueArn: NAME, messages: listOf(BATCHED_MESSAGE, BATCH_MESSAGES) }),
  result: type<{ readonly sends: readonly BatchedSend[] }>(),
  stores: 'journal',
});

export type SendMessagesParams = ParamsOf<typeof sendMessages>;
export type BatchedMessage = TypeOf<typeof BATCHED_MESSAGE>;
