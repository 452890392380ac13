import assert from 'node:assert/strict';
import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startBroker, type TestBroker } from './support/broker.ts';
import { freshName } from './support/suite.ts';

describe('The AWS SDK for JavaScript, version 3', () => {
  let broker: TestBroker;
  let client: SQSClient;

  before(async () => {
    broker = await startBroker();
    client = new SQSClient({
      endpoint: broker.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  });

  after(async () => {
    client.destroy();
    await broker.close();
  });

  async function createQueue(): Promise<string> {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: freshName() }));
    assert.ok(QueueUrl);
    return QueueUrl;
  }

  it('does a whole round with its checks of digests on', async () => {
    const QueueUrl = await createQueue();
    const MessageAttributes = {
      text: { DataType: 'String', StringValue: 'é✓😀' },
      bytes: { DataType: 'Binary.png', BinaryValue: Uint8Array.of(0, 255, 1) },
    };
    const sent = await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'line1\r\nline2 😀', MessageAttributes }),
    );
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const [message] = Messages ?? [];
    assert.equal(message?.Body, 'line1\r\nline2 😀');
    assert.equal(message.MessageId, sent.MessageId);
    assert.equal(message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
    assert.deepEqual(message.MessageAttributes?.['text']?.StringValue, 'é✓😀');
    assert.deepEqual([...(message.MessageAttributes['bytes']?.BinaryValue ?? [])], [0, 255, 1]);
    assert.equal(message.Attributes?.ApproximateReceiveCount, '1');
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [{ Id: 'a', ReceiptHandle: message.ReceiptHandle }],
      }),
    );
    assert.deepEqual(deleted.Successful, [{ Id: 'a' }]);
    assert.deepEqual(deleted.Failed, []);
    await client.send(new DeleteQueueCommand({ QueueUrl }));
  });

  it('sends and hides batches', async () => {
    const QueueUrl = await createQueue();
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: `m${index}`,
      MessageBody: `body ${index}`,
    }));
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    assert.equal(sent.Successful?.length, 10);
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    assert.equal(Messages.length, 10);
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({
          Id: `${index}`,
          ReceiptHandle,
          VisibilityTimeout: 0,
        })),
      }),
    );
    assert.equal(changed.Successful?.length, 10);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    assert.deepEqual(Attributes, { ApproximateNumberOfMessages: '10' });
  });

  it('recognises the errors of the service', async () => {
    await assert.rejects(client.send(new GetQueueUrlCommand({ QueueName: freshName() })), (error) => {
      assert.ok(error instanceof QueueDoesNotExist);
      assert.equal(error.name, 'QueueDoesNotExist');
      assert.equal((error as unknown as { Code: string }).Code, 'AWS.SimpleQueueService.NonExistentQueue');
      assert.equal(error.message, 'The specified queue does not exist.');
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
  });

  it('pages through queues', async () => {
    const prefix = freshName();
    for (const suffix of ['-c', '-a', '-b']) {
      await client.send(new CreateQueueCommand({ QueueName: prefix.slice(0, 70) + suffix }));
    }
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ListQueuesCommand({ QueueNamePrefix: prefix.slice(0, 70), MaxResults: 2, NextToken }),
      );
      seen.push(...(page.QueueUrls ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    assert.deepEqual(
      seen.map((url) => url.slice(-2)),
      ['-a', '-b', '-c'],
    );
  });
});
