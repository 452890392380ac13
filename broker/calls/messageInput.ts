import { randomUUID } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import type { MessageContent } from '../engine/base/content.ts';
import type { AttributeInput } from '../engine/rules/messageRules.ts';
import type { Queue } from '../engine/state/queue.ts';
import type { SendInput } from '../engine/operations/sendMessage.ts';
import { isBinary } from '../protocol/base64.ts';
import type { MessageAttributeValue } from '../protocol/message.ts';

/** A user attribute as the engine takes it; binary values come as base64, which the guard has seen to. */
export function readAttribute(attribute: MessageAttributeValue): AttributeInput {
  const { name, type, value } = attribute;
  return isBinary(type)
    ? { name, type, binaryValue: decodeValue(value) ?? Buffer.alloc(0) }
    : { name, type, stringValue: value };
}

/** Users often paste white space too. */
function decodeValue(text: string): Buffer | undefined {
  return decodeBase64(text.replaceAll(/\s/g, ''));
}

/** The parameters to send a copy of a message; on a FIFO queue it gets a new deduplication id. */
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
