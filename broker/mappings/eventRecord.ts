import { digestAttributes } from '../calls/attributeDigest.ts';
import type { MessageAttribute } from '../engine/base/content.ts';
import type { ReceivedMessage } from '../engine/state/receivedMessage.ts';

/** A message attribute in an event: one of the two values, and lists that are always empty. Binary values are base64. */
export type EventAttribute = ({ readonly stringValue: string } | { readonly binaryValue: string }) & {
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
  /** With its label, such as `String.uuid`. */
  readonly dataType: string;
};

/** A message in an event, its members in this order (docs/functions.md, "The event"). */
export interface EventRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** System attributes by name. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, EventAttribute>>;
  /** Without message attributes: absent if the mapping has no window, otherwise null. */
  readonly md5OfMessageAttributes?: string | null;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** What a record says of its mapping. */
export interface RecordSource {
  readonly queueArn: string;
  readonly region: string;
  /** `MaximumBatchingWindowInSeconds` of the mapping. */
  readonly windowSeconds: number;
}

/** The record of a received message. Its texts are copies: the body of the message may be a view into a store. */
export function describeRecord(message: ReceivedMessage, source: RecordSource): EventRecord {
  const { content, messageId, receiptHandle } = message;
  const { body, attributes = [], bodyMd5 } = content;
  const digest = digestAttributes(attributes) ?? (source.windowSeconds > 0 ? null : undefined);
  return {
    messageId,
    receiptHandle,
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(),
    attributes: listSystemAttributes(message),
    // Not by assignment: an attribute may be called __proto__.
    messageAttributes: Object.fromEntries(attributes.map((each) => [each.name, describeAttribute(each)])),
    ...(digest === undefined ? {} : { md5OfMessageAttributes: digest }),
    md5OfBody: bodyMd5,
    eventSource: 'aws:sqs',
    eventSourceARN: source.queueArn,
    awsRegion: source.region,
  };
}

/** Those that the message has, in the order in which events of the service were seen to have them. */
function listSystemAttributes(message: ReceivedMessage): Record<string, string> {
  const { content } = message;
  const attributes: readonly (readonly [string, string | undefined])[] = [
    ['DeadLetterQueueSourceArn', message.deadLetterSourceArn],
    ['ApproximateReceiveCount', String(message.receiveCount)],
    ['AWSTraceHeader', content.traceHeader],
    ['SentTimestamp', String(message.sentAt)],
    ['SequenceNumber', content.sequenceNumber],
    ['MessageGroupId', content.groupId],
    ['SenderId', content.senderId],
    ['MessageDeduplicationId', content.deduplicationId],
    ['ApproximateFirstReceiveTimestamp', String(message.firstReceivedAt)],
  ];
  const result: Record<string, string> = {};
  for (const [name, value] of attributes) if (value !== undefined) result[name] = value;
  return result;
}

function describeAttribute({ type, value }: MessageAttribute): EventAttribute {
  const lists = { stringListValues: [], binaryListValues: [], dataType: type };
  return typeof value === 'string'
    ? { stringValue: value, ...lists }
    : {
        binaryValue: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
        ...lists,
      };
}
