import { randomUUID } from 'node:crypto';
import type { MessageContent } from '../engine/content.ts';
import type { AttributeInput } from '../engine/messageRules.ts';
import type { Queue } from '../engine/queue.ts';
import type { SendInput } from '../engine/sendMessage.ts';
import type { MessageAttributeValue } from '../protocol/message.ts';

/** A user attribute as the engine takes it; binary values come as base64. */
export function readAttribute({ name, type, value }: MessageAttributeValue): AttributeInput {
  return type === 'Binary' || type.startsWith('Binary.')
    ? { name, type, binaryValue: Buffer.from(value, 'base64') }
    : { name, type, stringValue: value };
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
