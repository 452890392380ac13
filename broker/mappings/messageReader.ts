import type { Mapping } from './mapping.ts';
import type { MessageReader } from './ports.ts';

export function isPattern(text: string): boolean {
  return text.startsWith('{');
}

export function createReader(mapping: Mapping): MessageReader {
  return (message, leaseEndsAt) => {
    const { messageId, receiptHandle, content } = message;
    const body = Buffer.from(content.body).toString();
    const record = JSON.stringify({ messageId, receiptHandle, body });
    if (mapping.settings.patterns.length > 0 && !body.includes('ok'))
      return { matches: false, message: { messageId, receiptHandle, bodyForm: undefined } };
    return {
      matches: true,
      message: {
        messageId,
        receiptHandle,
        groupId: content.groupId,
        record,
        bytes: Buffer.byteLength(record),
        leaseEndsAt,
      },
    };
  };
}
