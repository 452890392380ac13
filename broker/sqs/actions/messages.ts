import type { MESSAGE_ACTIONS } from '../../api/messages.ts';
import { digestAttributes } from '../../calls/attributeDigest.ts';
import { changeVisibility } from '../../engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../engine/operations/deleteMessage.ts';
import { receiveMessages } from '../../engine/operations/receiveMessages.ts';
import { sendMessage } from '../../engine/operations/sendMessage.ts';
import type { ReceivedMessage } from '../../engine/state/receivedMessage.ts';
import { succeed } from '../../engine/base/result.ts';
import type { Call, HandlersOf } from './action.ts';
import { formatAttributes, selectAttributes } from './messageAttributes.ts';
import { describeSent, toSendInput } from './sending.ts';
import { readSystemAttributes, selectSystemAttributeNames } from './systemAttributes.ts';

export const messageHandlers: HandlersOf<typeof MESSAGE_ACTIONS> = {
  SendMessage: (call, input, queue) => {
    const sent = sendMessage(call.engine, queue, toSendInput(call, input), call.caller);
    if (!sent.ok) return sent;
    call.payloadBytes = sent.value.sizeBytes;
    call.messageCount = 1;
    return succeed(describeSent(sent.value));
  },

  ReceiveMessage: (call, input, queue, complete) => {
    const systemNames = selectSystemAttributeNames(input.MessageSystemAttributeNames, input.AttributeNames);
    return receiveMessages(
      call.engine,
      queue,
      {
        maxMessages: input.MaxNumberOfMessages,
        visibilitySeconds: input.VisibilityTimeout,
        waitSeconds: input.WaitTimeSeconds,
        attemptId: input.ReceiveRequestAttemptId,
        mayTake: call.mayTake,
      },
      call.caller,
      (result) => {
        if (!result.ok) {
          complete(result);
          return;
        }
        const messages = result.value;
        call.messageCount = messages.length;
        for (const message of messages) call.payloadBytes += message.sizeBytes;
        const described = messages.map((message) =>
          describeMessage(call, message, systemNames, input.MessageAttributeNames),
        );
        complete(succeed(described.length === 0 ? {} : { Messages: described }));
      },
    );
  },

  DeleteMessage: (call, input, queue) => {
    call.messageCount = 1;
    return deleteMessage(call.engine, queue, input.ReceiptHandle, call.caller);
  },

  ChangeMessageVisibility: (call, input, queue) => {
    call.messageCount = 1;
    return changeVisibility(
      call.engine,
      queue,
      { receiptHandle: input.ReceiptHandle, visibilitySeconds: input.VisibilityTimeout },
      call.caller,
    );
  },
};

function describeMessage(
  call: Call,
  message: ReceivedMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[] | undefined,
) {
  const { content } = message;
  const attributes = selectAttributes(content.attributes, attributeNames);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: content.bodyMd5,
    Body: call.engine.ports.decodeText(content.body),
    Attributes: readSystemAttributes(message, systemNames),
    // Of what is returned, which may be less than what was sent.
    MD5OfMessageAttributes: digestAttributes(attributes),
    MessageAttributes: attributes.length === 0 ? undefined : formatAttributes(attributes),
  };
}
