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

/** What was sent, as the trace keeps it. @param output what the response says of it */
export function readContent(input: SendMembers, output: SendMembers, senderId: string): MessageContent {
  const attributes = readAttributes(input['MessageAttributes']);
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = input;
  const { SequenceNumber: sequenceNumber, MD5OfMessageBody: bodyMd5 } = output;
  const header = readAttributes(input['MessageSystemAttributes']).find(
    ({ name }) => name === 'AWSTraceHeader',
  );
  return {
    body: Buffer.from(readText(input['MessageBody'])),
    bodyMd5: readText(bodyMd5),
    ...(attributes.length > 0 && { attributes }),
    ...(typeof header?.value === 'string' && { traceHeader: header.value }),
    senderId,
    ...(typeof groupId === 'string' && { groupId }),
    ...(typeof deduplicationId === 'string' && { deduplicationId }),
    ...(typeof sequenceNumber === 'string' && { sequenceNumber }),
  };
}

/** As the service measures a message. */
export function measureSend({ body, attributes }: MessageContent): number {
  return measureMessage({ encodeText: (text) => Buffer.from(text) }, body, attributes);
}

function readAttributes(value: unknown): readonly MessageAttribute[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, SendMembers | undefined>>).map(([name, given]) => {
    const { DataType: type, StringValue: text, BinaryValue: bytes } = given ?? {};
    return { name, type: readText(type, 'String'), value: readValue(text, bytes) };
  });
}

/** Requests have binary values as bytes once they are decoded. */
function readValue(text: unknown, bytes: unknown): string | Uint8Array {
  if (typeof text === 'string') return text;
  if (bytes instanceof Uint8Array) return bytes;
  return typeof bytes === 'string' ? (decodeBase64(bytes) ?? Buffer.alloc(0)) : '';
}
