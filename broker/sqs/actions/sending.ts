import type { sendMembers, sentMembers } from '../../api/messages.ts';
import type { StructureShape, ValueOf } from '../../api/shapes.ts';
import { digestAttributes } from '../../calls/attributeDigest.ts';
import type { SendInput, SentMessage } from '../../engine/operations/sendMessage.ts';
import type { Call } from './action.ts';
import { toAttributeInputs } from './messageAttributes.ts';

/** The engine's input for a send; what is right is the engine's to say. */
export function toSendInput(call: Call, given: ValueOf<StructureShape<typeof sendMembers>>): SendInput {
  return {
    body: given.MessageBody,
    isPrintableAscii: call.isPrintableAscii,
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
