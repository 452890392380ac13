import { randomUUID } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import type { MessageContent } from '../engine/base/content.ts';
import type { AttributeInput } from '../engine/rules/messageRules.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { SendInput } from '../engine/operations/sendMessage.ts';
import type { MessageAttributeValue } from '../protocol/message.ts';
import type { Check } from '../protocol/shape.ts';

/** A user attribute as the engine takes it; binary values come as base64, which the guard has seen to. */
export function readAttribute(attribute: MessageAttributeValue): AttributeInput {
  const { name, type, value } = attribute;
  return isBinary(type)
    ? { name, type, binaryValue: decodeValue(value) ?? Buffer.alloc(0) }
    : { name, type, stringValue: value };
}

/** What is wrong with the value of an attribute whose type is known; undefined when it is as it should be. */
export const checkAttributeValue: Check = (value) => {
  const { type, value: text } = value as MessageAttributeValue;
  return isBinary(type) && decodeValue(text) === undefined
    ? { path: 'value', expected: 'base64 with padding' }
    : undefined;
};

function isBinary(type: string): boolean {
  return type === 'Binary' || type.startsWith('Binary.');
}

/** White space is what people paste along. */
function decodeValue(text: string): Buffer | undefined {
  return decodeBase64(text.replaceAll(/\s/g, ''));
}

/** What must be sent to get a message that says the same; on a FIFO queue it gets a deduplication id of its own. */
export function copyContent(content: MessageContent, queue: Queue): SendInput {
  const { body, attributes, traceHeader, groupId } = content;
  return {
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
    attributes: attributes?.map(({ name, type, value }) =>
      typeof value === 'string' ? { name, type, stringValue: value } : { name, type, binaryValue: value },
    ),
    traceHeader,
    groupId,
    deduplicationId: nameDuplicate(queue),
  };
}

/** A deduplication id that no other send has, where the queue has them. */
export function nameDuplicate(queue: Queue): string | undefined {
  return queue.isFifo ? randomUUID() : undefined;
}
