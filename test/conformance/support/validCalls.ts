import type { ActionName } from '../../../broker/api/actions.ts';
import type { InsideSuite } from './suite.ts';

/** Makes what a good call of an action needs, and gives its input. */
export type PrepareCall = (suite: InsideSuite) => Promise<Record<string, unknown>>;

const ATTRIBUTE = { DataType: 'String', StringValue: 'blue' };

async function receiveHandle(suite: InsideSuite) {
  const QueueUrl = await suite.createQueue();
  await suite.send(QueueUrl);
  const [message] = await suite.receive(QueueUrl);
  return { QueueUrl, ReceiptHandle: message?.['ReceiptHandle'] as string };
}

async function readArn(suite: InsideSuite, QueueUrl: string): Promise<string> {
  const output = await suite.client.expect('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  return output['Attributes'].QueueArn;
}

/** A dead-letter queue, with a queue of which it is that. */
async function createDeadLetterQueue(suite: InsideSuite) {
  const QueueUrl = await suite.createQueue();
  const arn = await readArn(suite, QueueUrl);
  await suite.createQueue({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 }),
  });
  return { QueueUrl, arn };
}

let names = 0;

/** A good call of each action, with every member that the model knows, as far as they go together. */
export const VALID_CALLS: Readonly<Record<string, PrepareCall>> = {
  AddPermission: async (suite) => ({
    QueueUrl: await suite.createQueue(),
    Label: 'label',
    AWSAccountIds: ['111122223333'],
    Actions: ['SendMessage'],
  }),
  CancelMessageMoveTask: async (suite) => {
    const { QueueUrl, arn } = await createDeadLetterQueue(suite);
    // Where time is real, the task has to run for some seconds.
    for (let count = 0; count < 5; count += 1) await suite.send(QueueUrl);
    const { TaskHandle } = await suite.client.expect('StartMessageMoveTask', {
      SourceArn: arn,
      DestinationArn: await readArn(suite, await suite.createQueue()),
      MaxNumberOfMessagesPerSecond: 1,
    });
    return { TaskHandle };
  },
  ChangeMessageVisibility: async (suite) => ({ ...(await receiveHandle(suite)), VisibilityTimeout: 10 }),
  ChangeMessageVisibilityBatch: async (suite) => {
    const { QueueUrl, ReceiptHandle } = await receiveHandle(suite);
    return { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 10 }] };
  },
  CreateQueue: () =>
    Promise.resolve({
      QueueName: `model-${names++}`,
      Attributes: { VisibilityTimeout: '10' },
      tags: { team: 'a' },
    }),
  DeleteMessage: receiveHandle,
  DeleteMessageBatch: async (suite) => {
    const { QueueUrl, ReceiptHandle } = await receiveHandle(suite);
    return { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle }] };
  },
  DeleteQueue: async (suite) => ({ QueueUrl: await suite.createQueue() }),
  GetQueueAttributes: async (suite) => ({
    QueueUrl: await suite.createQueue(),
    AttributeNames: ['VisibilityTimeout'],
  }),
  GetQueueUrl: async (suite) => ({
    QueueName: (await suite.createQueue()).split('/').at(-1),
    QueueOwnerAWSAccountId: '000000000000',
  }),
  ListDeadLetterSourceQueues: async (suite) => ({
    QueueUrl: (await createDeadLetterQueue(suite)).QueueUrl,
    MaxResults: 10,
    NextToken: undefined,
  }),
  ListMessageMoveTasks: async (suite) => ({
    SourceArn: (await createDeadLetterQueue(suite)).arn,
    MaxResults: 10,
  }),
  ListQueueTags: async (suite) => ({ QueueUrl: await suite.createQueue() }),
  ListQueues: () => Promise.resolve({ QueueNamePrefix: 'model', MaxResults: 10, NextToken: undefined }),
  PurgeQueue: async (suite) => ({ QueueUrl: await suite.createQueue() }),
  ReceiveMessage: async (suite) => {
    const QueueUrl = await suite.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await suite.send(QueueUrl, { MessageGroupId: 'g', MessageAttributes: { color: ATTRIBUTE } });
    return {
      QueueUrl,
      AttributeNames: ['SenderId'],
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['color'],
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 10,
      WaitTimeSeconds: 0,
      ReceiveRequestAttemptId: 'attempt',
    };
  },
  RemovePermission: async (suite) => {
    const call = {
      QueueUrl: await suite.createQueue(),
      Label: 'label',
      AWSAccountIds: ['111122223333'],
      Actions: ['SendMessage'],
    };
    await suite.client.expect('AddPermission', call);
    return { QueueUrl: call.QueueUrl, Label: call.Label };
  },
  SendMessage: async (suite) => ({
    QueueUrl: await suite.createQueue({ FifoQueue: 'true' }),
    ...sendMembers(),
  }),
  SendMessageBatch: async (suite) => ({
    QueueUrl: await suite.createQueue({ FifoQueue: 'true' }),
    Entries: [{ Id: 'a', ...sendMembers() }],
  }),
  SetQueueAttributes: async (suite) => ({
    QueueUrl: await suite.createQueue(),
    Attributes: { VisibilityTimeout: '10' },
  }),
  StartMessageMoveTask: async (suite) => ({
    SourceArn: (await createDeadLetterQueue(suite)).arn,
    DestinationArn: await readArn(suite, await suite.createQueue()),
    MaxNumberOfMessagesPerSecond: 10,
  }),
  TagQueue: async (suite) => ({ QueueUrl: await suite.createQueue(), Tags: { team: 'a' } }),
  UntagQueue: async (suite) => ({ QueueUrl: await suite.createQueue(), TagKeys: ['team'] }),
} satisfies Readonly<Record<ActionName, PrepareCall>>;

function sendMembers() {
  return {
    MessageBody: 'body',
    DelaySeconds: 0,
    MessageAttributes: {
      color: ATTRIBUTE,
      picture: { DataType: 'Binary', BinaryValue: 'AAEC' },
    },
    MessageSystemAttributes: {
      AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    },
    MessageDeduplicationId: 'd',
    MessageGroupId: 'g',
  };
}
