import assert from 'node:assert/strict';
import type JsonSQS from 'aws-sdk-json/clients/sqs.js';
import { startBroker, type TestBroker } from './support/broker.ts';
import { freshName } from './support/suite.ts';

type Client = JsonSQS;
type ClientClass = new (options: JsonSQS.ClientConfiguration) => Client;

/** Version 2 of the SDK for JavaScript, from before and after its change of protocol. */
const SDKS = [
  ['2.1400, which speaks Query', () => import('aws-sdk-query/clients/sqs.js')],
  ['2.1491, which speaks JSON', () => import('aws-sdk-json/clients/sqs.js')],
] as const;

for (const [title, load] of SDKS) {
  describe(`The AWS SDK for JavaScript ${title}`, () => {
    let broker: TestBroker;
    let client: Client;

    before(async () => {
      // The SDK says on every start that it is in maintenance.
      process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
      const { default: SQS } = (await load()) as unknown as { readonly default: ClientClass };
      broker = await startBroker();
      client = new SQS({
        endpoint: broker.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        maxRetries: 0,
      });
    });

    after(() => broker.close());

    async function createQueue(Attributes: Record<string, string> = {}): Promise<string> {
      const QueueName = freshName(Attributes['FifoQueue'] === 'true' ? '.fifo' : '');
      const { QueueUrl } = await client.createQueue({ QueueName, Attributes, tags: { team: 'a' } }).promise();
      assert.ok(QueueUrl);
      return QueueUrl;
    }

    it('does a whole round with its check of digests on', async () => {
      const QueueUrl = await createQueue({ VisibilityTimeout: '5' });
      const sent = await client
        .sendMessage({
          QueueUrl,
          MessageBody: 'line1\r\nline2 <é✓😀>',
          MessageAttributes: {
            text: { DataType: 'String', StringValue: 'a&b' },
            bytes: { DataType: 'Binary', BinaryValue: Buffer.of(0, 255, 1) },
          },
        })
        .promise();
      const { Messages = [] } = await client
        .receiveMessage({ QueueUrl, AttributeNames: ['All'], MessageAttributeNames: ['All'] })
        .promise();
      const [message] = Messages;
      assert.equal(message?.Body, 'line1\r\nline2 <é✓😀>');
      assert.equal(message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
      assert.equal(message.MessageAttributes?.['text']?.StringValue, 'a&b');
      assert.deepEqual(message.MessageAttributes['bytes']?.BinaryValue, Buffer.of(0, 255, 1));
      assert.equal(message.Attributes?.['ApproximateReceiveCount'], '1');
      const ReceiptHandle = message.ReceiptHandle ?? '';
      await client.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 10 }).promise();
      await client.deleteMessage({ QueueUrl, ReceiptHandle }).promise();
      assert.equal((await client.receiveMessage({ QueueUrl }).promise()).Messages, undefined);
    });

    it('does batches, and reads which entries failed', async () => {
      const QueueUrl = await createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
      const { Successful, Failed } = await client
        .sendMessageBatch({
          QueueUrl,
          Entries: [
            { Id: 'good', MessageBody: 'b', MessageGroupId: 'g' },
            { Id: 'bad', MessageBody: '\u0001', MessageGroupId: 'g' },
          ],
        })
        .promise();
      assert.deepEqual(
        Successful.map(({ Id }) => Id),
        ['good'],
      );
      assert.match(Successful[0]?.SequenceNumber ?? '', /^\d{20}$/);
      assert.deepEqual(
        Failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
        [['bad', 'InvalidMessageContents', true]],
      );
    });

    it('reads queues, attributes and tags', async () => {
      const QueueUrl = await createQueue({ DelaySeconds: '7' });
      const QueueName = QueueUrl.split('/').at(-1) as string;
      assert.equal((await client.getQueueUrl({ QueueName }).promise()).QueueUrl, QueueUrl);
      assert.deepEqual((await client.listQueues({ QueueNamePrefix: QueueName }).promise()).QueueUrls, [
        QueueUrl,
      ]);
      const { Attributes } = await client.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] }).promise();
      assert.equal(Attributes?.['DelaySeconds'], '7');
      await client.tagQueue({ QueueUrl, Tags: { b: '2' } }).promise();
      await client.untagQueue({ QueueUrl, TagKeys: ['team'] }).promise();
      assert.deepEqual((await client.listQueueTags({ QueueUrl }).promise()).Tags, { b: '2' });
      await client.setQueueAttributes({ QueueUrl, Attributes: { DelaySeconds: '0' } }).promise();
      await client.purgeQueue({ QueueUrl }).promise();
      await client.deleteQueue({ QueueUrl }).promise();
    });

    it('recognises the errors of the service', async () => {
      await assert.rejects(client.getQueueUrl({ QueueName: freshName() }).promise(), (error: Error) => {
        const { code, statusCode } = error as Error & { code: string; statusCode: number };
        assert.equal(code, 'AWS.SimpleQueueService.NonExistentQueue');
        assert.equal(statusCode, 400);
        return true;
      });
    });
  });
}
