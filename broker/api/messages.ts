import type { ActionDeclarations } from './declaration.ts';
import { blob, integer, list, namedMap, string, structure } from './shapes.ts';

const attributeValue = structure({
  DataType: string,
  StringValue: string,
  BinaryValue: blob,
  StringListValues: list('StringListValue', string),
  BinaryListValues: list('BinaryListValue', blob),
});

/** Members that a send and an entry of a batch share. */
export const sendMembers = {
  MessageBody: string,
  DelaySeconds: integer,
  MessageAttributes: namedMap('MessageAttribute', attributeValue),
  MessageSystemAttributes: namedMap('MessageSystemAttribute', attributeValue),
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

/** In the order in which the service's XML has them. */
const receivedAttributes = namedMap(
  'MessageAttribute',
  structure({ StringValue: string, BinaryValue: string, DataType: string }),
);

export const MESSAGE_ACTIONS = {
  SendMessage: {
    input: structure({ QueueUrl: string, ...sendMembers }),
    output: structure(sentMembers),
    access: 'grantable',
    effect: 'change',
    keyUse: 'send',
    billedAs: 'message',
    isFaultable: true,
  },
  ReceiveMessage: {
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
    access: 'grantable',
    effect: 'consume',
    waits: true,
    hasLargeAnswer: true,
    keyUse: 'receive',
    billedAs: 'message',
    isFaultable: true,
  },
  DeleteMessage: {
    input: structure({ QueueUrl: string, ReceiptHandle: string }),
    access: 'grantable',
    effect: 'consume',
    takesReceipts: true,
    billedAs: 'message',
    isFaultable: true,
  },
  ChangeMessageVisibility: {
    input: structure({ QueueUrl: string, ReceiptHandle: string, VisibilityTimeout: integer }),
    access: 'grantable',
    effect: 'consume',
    takesReceipts: true,
    billedAs: 'message',
    isFaultable: true,
  },
} satisfies ActionDeclarations;
