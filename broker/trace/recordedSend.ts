import type { MessageAttribute, MessageContent } from '../engine/base/content.ts';
import type { MessageAttributeValue, RecordedSend } from '../protocol/message.ts';

/** A message attribute as the control protocol writes it: binary values in base64. */
export function describeAttribute({ name, type, value }: MessageAttribute): MessageAttributeValue {
  return { name, type, value: typeof value === 'string' ? value : Buffer.from(value).toString('base64') };
}

/** The content of a message, for the wire and for saved traces. */
export function describeSend(
  content: MessageContent,
  message: Pick<RecordedSend, 'queueArn' | 'sentAt' | 'messageId'>,
): RecordedSend {
  const { body, attributes, groupId, deduplicationId, traceHeader } = content;
  const { queueArn, sentAt, messageId } = message;
  return {
    queueArn,
    sentAt,
    messageId,
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
    attributes: (attributes ?? []).map(describeAttribute),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}
