import { digestAttributes } from '../../calls/attributeDigest.ts';
import type { ReceivedMessage } from '../../engine/state/receivedMessage.ts';
import { receiveMessages } from '../../engine/operations/receiveMessages.ts';
import { succeed } from '../../engine/base/result.ts';
import { type Call, defineWaitingAction } from './action.ts';
import { formatAttributes, receivedAttributes, selectAttributes } from './messageAttributes.ts';
import { resolveQueue } from './resolveQueue.ts';
import { integer, list, namedMap, string, structure } from '../wire/shapes.ts';
import { readSystemAttributes, selectSystemAttributeNames } from './systemAttributes.ts';

export const receiveMessage = defineWaitingAction({
  name: 'ReceiveMessage',
  input: structure({
    QueueUrl: string,
    MaxNumberOfMessages: integer,
    VisibilityTimeout: integer,
    WaitTimeSeconds: integer,
    MessageSystemAttributeNames: list('AttributeName', string),
    // The older name of the member above; clients may send both.
    AttributeNames: list('AttributeName', string),
    MessageAttributeNames: list('MessageAttributeName', string),
    ReceiveRequestAttemptId: string,
  }),
  output: structure({
    Messages: list(
      'Message',
      structure({
        MessageId: string,
        ReceiptHandle: string,
        MD5OfBody: string,
        Body: string,
        Attributes: namedMap('Attribute', string),
        MD5OfMessageAttributes: string,
        MessageAttributes: receivedAttributes,
      }),
    ),
  }),
  start(call, input, complete) {
    const queue = resolveQueue(call, input.QueueUrl);
    if (!queue.ok) {
      complete(queue);
      return undefined;
    }
    const systemNames = selectSystemAttributeNames(input.MessageSystemAttributeNames, input.AttributeNames);
    return receiveMessages(
      call.engine,
      queue.value,
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
});

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
