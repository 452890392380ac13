import { isBase64, isBinary } from '../../broker/protocol/base64.ts';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import type { MessageAttributeValue } from '../../broker/protocol/message.ts';
import type { LineProblem, MessageRecord } from './messageRecord.ts';

/**
 * A message in the words of ReceiveMessage, so that what `aws sqs receive-message` prints can be imported too.
 * @returns without a newline
 */
export function formatMessage({ messageId, body, attributes, systemAttributes }: MessageRecord): string {
  return JSON.stringify({
    MessageId: messageId,
    Body: body,
    ...(attributes.length === 0 ? {} : { MessageAttributes: describeAttributes(attributes) }),
    ...(Object.keys(systemAttributes).length === 0 ? {} : { Attributes: systemAttributes }),
  });
}

export function formatAttributes(attributes: readonly MessageAttributeValue[]): string {
  return JSON.stringify(describeAttributes(attributes));
}

function describeAttributes(attributes: readonly MessageAttributeValue[]) {
  return Object.fromEntries(
    attributes.map(({ name, type, value }) => [
      name,
      isBinary(type) ? { DataType: type, BinaryValue: value } : { DataType: type, StringValue: value },
    ]),
  );
}

/** What else a line has is passed over: receipt handles, digests. */
export function readMessage(value: unknown): MessageRecord | LineProblem {
  if (!isRecord(value)) return { kind: 'notAnObject' };
  const { MessageId, Body, MessageAttributes = {}, Attributes = {} } = value;
  if (typeof Body !== 'string' || Body === '') return { kind: 'bodyMissing' };
  const attributes = readAttributes(MessageAttributes);
  if ('kind' in attributes) return attributes;
  if (!isRecord(Attributes) || !Object.values(Attributes).every((each) => typeof each === 'string'))
    return { kind: 'badMember', member: 'Attributes' };
  return {
    ...(typeof MessageId === 'string' ? { messageId: MessageId } : {}),
    body: Body,
    attributes,
    systemAttributes: dropEmpty(Attributes as Record<string, string>),
  };
}

/** SQS has no empty system attributes: an empty group is no group, as in an empty cell of CSV. */
function dropEmpty(systemAttributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(systemAttributes).filter(([, value]) => value !== ''));
}

export function readAttributes(value: unknown): readonly MessageAttributeValue[] | LineProblem {
  if (!isRecord(value)) return { kind: 'badMember', member: 'MessageAttributes' };
  const attributes: MessageAttributeValue[] = [];
  for (const [name, attribute] of Object.entries(value)) {
    const read = readAttribute(name, attribute);
    if (read === undefined) return { kind: 'badAttribute', name };
    attributes.push(read);
  }
  return attributes;
}

function readAttribute(name: string, value: unknown): MessageAttributeValue | undefined {
  if (!isRecord(value)) return undefined;
  const { DataType: type, StringValue: string, BinaryValue: binary } = value;
  if (typeof type !== 'string') return undefined;
  if (!isBinary(type)) return typeof string === 'string' ? { name, type, value: string } : undefined;
  return typeof binary === 'string' && isBase64(binary) ? { name, type, value: binary } : undefined;
}
