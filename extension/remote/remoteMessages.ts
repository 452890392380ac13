import type { InputOf, OutputOf } from '../../broker/connections/client/commands.ts';
import { isBinary } from '../../broker/protocol/base64.ts';
import type { BatchedMessage } from '../../broker/protocol/messages.ts';

type Entry = NonNullable<InputOf<'SendMessageBatch'>['Entries']>[number];
export type ReceivedEntry = NonNullable<OutputOf<'ReceiveMessage'>['Messages']>[number];

/** A message as the SDK sends it. */
export function writeEntry({
  body,
  attributes = [],
  groupId,
  deduplicationId,
  traceHeader,
}: BatchedMessage): Omit<Entry, 'Id'> & { MessageBody: string } {
  return {
    MessageBody: body,
    ...(attributes.length > 0 && {
      MessageAttributes: Object.fromEntries(
        attributes.map(({ name, type, value }) => [
          name,
          isBinary(type)
            ? { DataType: type, BinaryValue: Buffer.from(value, 'base64') }
            : { DataType: type, StringValue: value },
        ]),
      ),
    }),
    ...(traceHeader !== undefined && {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
    }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
  };
}

/** A message that was received, as it would be sent again. */
export function readReceived({
  Body = '',
  MessageAttributes = {},
  Attributes = {},
}: ReceivedEntry): BatchedMessage {
  const attributes = Object.entries(MessageAttributes).map(([name, { DataType: type = '', ...value }]) => ({
    name,
    type,
    value:
      value.BinaryValue === undefined
        ? (value.StringValue ?? '')
        : Buffer.from(value.BinaryValue).toString('base64'),
  }));
  return writeMessage(Body, attributes, Attributes);
}

/** @param system system attributes, in the spelling of the service */
export function writeMessage(
  body: string,
  attributes: NonNullable<BatchedMessage['attributes']>,
  system: Readonly<Partial<Record<string, string>>>,
): BatchedMessage {
  const { MessageGroupId, MessageDeduplicationId, AWSTraceHeader } = system;
  return {
    body,
    ...(attributes.length > 0 && { attributes }),
    ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
    ...(MessageDeduplicationId !== undefined && { deduplicationId: MessageDeduplicationId }),
    ...(AWSTraceHeader !== undefined && { traceHeader: AWSTraceHeader }),
  };
}
