import { digestAttributes } from '../../calls/attributeDigest.ts';
import type { SendInput, SentMessage } from '../../engine/operations/sendMessage.ts';
import type { Call } from './action.ts';
import { messageAttributes, messageSystemAttributes, toAttributeInputs } from './messageAttributes.ts';
import { integer, string, type StructureShape, type ValueOf } from '../wire/shapes.ts';

/** Members that a send and an entry of a batch share. */
export const sendMembers = {
  MessageBody: string,
  DelaySeconds: integer,
  MessageAttributes: messageAttributes,
  MessageSystemAttributes: messageSystemAttributes,
  MessageDeduplicationId: string,
  MessageGroupId: string,
};

/** What is answered for a sent message, in the order in which the service's XML has it. */
export const sentMembers = {
  MD5OfMessageBody: string,
  MD5OfMessageAttributes: string,
  MD5OfMessageSystemAttributes: string,
  MessageId: string,
  SequenceNumber: string,
};

/** The engine's input for a send; what is right is the engine's to say. */
export function toSendInput(call: Call, given: ValueOf<StructureShape<typeof sendMembers>>): SendInput {
  return {
    body: given.MessageBody,
    isPlain: call.isPlain,
    delaySeconds: given.DelaySeconds,
    attributes: toAttributeInputs(given.MessageAttributes),
    systemAttributes: toAttributeInputs(given.MessageSystemAttributes),
    traceHeader: call.traceHeader,
    groupId: given.MessageGroupId,
    deduplicationId: given.MessageDeduplicationId,
  };
}

export function describeSent(sent: SentMessage): ValueOf<StructureShape<typeof sentMembers>> {
  return {
    MD5OfMessageBody: sent.bodyMd5,
    MD5OfMessageAttributes: digestAttributes(sent.attributes),
    MD5OfMessageSystemAttributes: digestAttributes(sent.systemAttributes),
    MessageId: sent.messageId,
    SequenceNumber: sent.sequenceNumber,
  };
}
