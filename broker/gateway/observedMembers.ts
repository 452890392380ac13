import { decodeBase64 } from '../calls/base64.ts';
import { measureMessage } from '../engine/rules/messageSize.ts';
import type { MessageAttribute, MessageContent } from '../engine/base/content.ts';

/** Members of a call or of an entry of a batch, as the JSON protocol spells them. */
export type SendMembers = Readonly<Record<string, unknown>>;

/** The objects of a list; none if it is no list. */
export function listEntries(value: unknown): readonly SendMembers[] {
  return Array.isArray(value)
    ? value.filter((entry): entry is SendMembers => typeof entry === 'object' && entry !== null)
    : [];
}

/** @returns the fallback for what is no text */
export function readText(value: unknown, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}

/** Amazon SQS has at most 100 and 1,024 characters; what is longer is not remembered, whatever the endpoint sends. */
const MAXIMUM_ID_LENGTH = 128;
const MAXIMUM_HANDLE_LENGTH = 4_096;
/** Of the codes and messages of errors, which are some hundred characters long. */
const MAXIMUM_ERROR_LENGTH = 2_048;

/** An ID of a message or group. @returns undefined for what is none, or is too long */
export function readId(value: unknown): string | undefined {
  return copyText(value, MAXIMUM_ID_LENGTH);
}

/** @returns undefined for what is no receipt handle, or is too long */
export function readHandle(value: unknown): string | undefined {
  return copyText(value, MAXIMUM_HANDLE_LENGTH);
}

/** What an error says, cut where the trace would keep too much. @returns the fallback for what is no text */
export function readErrorText(value: unknown, fallback = ''): string {
  return copyText(readText(value, fallback).slice(0, MAXIMUM_ERROR_LENGTH), MAXIMUM_ERROR_LENGTH) ?? fallback;
}

/** A copy of its own: the engine keeps the whole text of which another text is a part. */
function copyText(value: unknown, maximum: number): string | undefined {
  return typeof value === 'string' && value.length <= maximum ? Buffer.from(value).toString() : undefined;
}

/** Longer names and IDs than SQS has would not fit into the memory of the trace, whatever the endpoint takes. */
const MAXIMUM_NAME_LENGTH = 256;
/** The trace shows no digests; an endpoint may send what is none. */
const NO_DIGEST = '0'.repeat(32);

/** What was sent, as the trace keeps it. @param output what the response says of it */
export function readContent(input: SendMembers, output: SendMembers, senderId: string): MessageContent {
  const system = readAttributes(input['MessageSystemAttributes']);
  return makeContent(input['MessageBody'], input['MessageAttributes'], senderId, {
    traceHeader: system.find(({ name }) => name === 'AWSTraceHeader')?.value,
    groupId: input['MessageGroupId'],
    deduplicationId: input['MessageDeduplicationId'],
    sequenceNumber: output['SequenceNumber'],
  });
}

/** What a message says that was received, as far as the program asked for it. */
export function readReceived(given: SendMembers): MessageContent {
  const system = (given['Attributes'] ?? {}) as SendMembers;
  return makeContent(given['Body'], given['MessageAttributes'], '', {
    traceHeader: system['AWSTraceHeader'],
    groupId: system['MessageGroupId'],
    deduplicationId: system['MessageDeduplicationId'],
    sequenceNumber: system['SequenceNumber'],
  });
}

function makeContent(
  body: unknown,
  attributes: unknown,
  senderId: string,
  names: Readonly<Record<'traceHeader' | 'groupId' | 'deduplicationId' | 'sequenceNumber', unknown>>,
): MessageContent {
  const read = readAttributes(attributes);
  const known = Object.entries(names).filter(([, value]) => isName(value));
  return {
    body: Buffer.from(readText(body)),
    bodyMd5: NO_DIGEST,
    ...(read.length > 0 && { attributes: read }),
    senderId,
    ...(Object.fromEntries(known) as Partial<MessageContent>),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAXIMUM_NAME_LENGTH;
}

/** As the service measures a message. */
export function measureSend({ body, attributes }: MessageContent): number {
  return measureMessage({ encodeText: (text) => Buffer.from(text) }, body, attributes);
}

function readAttributes(value: unknown): readonly MessageAttribute[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, SendMembers | undefined>>)
    .map(([name, given]) => {
      const { DataType: type, StringValue: text, BinaryValue: bytes } = given ?? {};
      return { name, type: readText(type, 'String'), value: readValue(text, bytes) };
    })
    .filter(({ name, type }) => isName(name) && isName(type));
}

/** Requests have binary values as bytes once they are decoded. */
function readValue(text: unknown, bytes: unknown): string | Uint8Array {
  if (typeof text === 'string') return text;
  if (bytes instanceof Uint8Array) return bytes;
  return typeof bytes === 'string' ? (decodeBase64(bytes) ?? Buffer.alloc(0)) : '';
}

/** What actions change about a queue, for the trace. */
export const QUEUE_CHANGES: Readonly<Record<string, string>> = {
  SetQueueAttributes: 'Its attributes changed.',
  TagQueue: 'Its tags changed.',
  UntagQueue: 'Its tags changed.',
  AddPermission: 'Its policy changed.',
  RemovePermission: 'Its policy changed.',
};
