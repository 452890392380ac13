import type { InspectedMessage } from '../../../broker/connections/client/inspectionStyles.ts';
import { createHash } from 'node:crypto';
import type { MessageDetails, MessageSummary } from '../../../broker/protocol/message.ts';

/** Of a body, in a row. */
const PREVIEW_CHARACTERS = 256;

export function summarize(message: InspectedMessage): MessageSummary {
  const { messageId, state, body, attributes, systemAttributes, visibleAt } = message;
  const groupId = systemAttributes['MessageGroupId'];
  const sizes = attributes.map(
    ({ name, type, value }) =>
      Buffer.byteLength(name) +
      Buffer.byteLength(type) +
      Buffer.byteLength(value, type.startsWith('Binary') ? 'base64' : 'utf8'),
  );
  return {
    messageId,
    state,
    sentAt: readCount(systemAttributes['SentTimestamp']),
    receiveCount: readCount(systemAttributes['ApproximateReceiveCount']),
    sizeBytes: sizes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(body)),
    // Half a character at the end is left out.
    preview: body.slice(0, PREVIEW_CHARACTERS).replace(/[\ud800-\udbff]$/, ''),
    ...(visibleAt !== undefined && { visibleAt }),
    ...(groupId !== undefined && { groupId }),
  };
}

export function describe(queueArn: string, message: InspectedMessage): MessageDetails {
  const { body, attributes, systemAttributes } = message;
  return {
    ...summarize(message),
    queueArn,
    body,
    bodyMd5: createHash('md5').update(body).digest('hex'),
    attributes,
    systemAttributes,
  };
}

function readCount(text: string | undefined): number {
  const count = Number(text ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
}
