import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import type { ApiCall } from '../../broker/calls/apiCall.ts';
import { EXTERNAL_ENDPOINT, startBroker, startLocalBroker } from './support/broker.ts';
import { freshName } from './support/suite.ts';

function connect(endpoint: string): SQSClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function createQueue(client: SQSClient): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: freshName() }));
  assert.ok(QueueUrl);
  return QueueUrl;
}

async function stop(consumer: Consumer): Promise<void> {
  const stopped = once(consumer, 'stopped');
  consumer.stop({ abort: true });
  await stopped;
}

describe('sqs-consumer', () => {
  it('is served one by one and in batches', async () => {
    const broker = await startBroker();
    const client = connect(broker.endpoint);
    for (const batchSize of [1, 10]) {
      const QueueUrl = await createQueue(client);
      const bodies = Array.from({ length: 5 }, (_, index) => `task ${index}`);
      for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      const handled: string[] = [];
      const consumer = Consumer.create({
        queueUrl: QueueUrl,
        sqs: client,
        batchSize,
        waitTimeSeconds: 1,
        handleMessage: async (message) => {
          handled.push(message.Body ?? '');
          return message;
        },
      });
      const errors: Error[] = [];
      consumer.on('error', (error) => errors.push(error));
      consumer.start();
      while (handled.length < bodies.length) await once(consumer, 'response_processed');
      await stop(consumer);
      assert.deepEqual(handled.sort(), bodies);
      assert.deepEqual(errors, []);
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      assert.equal(Attributes?.['ApproximateNumberOfMessages'], '0');
      assert.equal(Attributes['ApproximateNumberOfMessagesNotVisible'], '0');
    }
    client.destroy();
    await broker.close();
  });

  it('acknowledges what its batch handler returns and leaves the rest', async () => {
    const broker = await startBroker();
    const client = connect(broker.endpoint);
    const queueUrl = await createQueue(client);
    for (const MessageBody of ['good', 'bad', 'good']) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    }
    const handled: unknown[] = [];
    const consumer = Consumer.create({
      queueUrl,
      sqs: client,
      batchSize: 10,
      waitTimeSeconds: 1,
      handleMessageBatch: async (messages) => {
        handled.push(...messages);
        return messages.filter((message) => message.Body === 'good');
      },
    });
    consumer.start();
    while (handled.length < 3) await once(consumer, 'response_processed');
    await stop(consumer);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
    );
    assert.equal(Attributes?.['ApproximateNumberOfMessagesNotVisible'], '1');
    assert.equal(Attributes['ApproximateNumberOfMessages'], '0');
    client.destroy();
    await broker.close();
  });

  if (EXTERNAL_ENDPOINT === undefined) {
    it('keeps a message by its heartbeat for longer than the visibility timeout', async () => {
      const calls = new EventEmitter();
      const broker = await startLocalBroker({ onApiCall: (call) => calls.emit(call.action, call) });
      const client = connect(broker.endpoint);
      const queueUrl = await createQueue(client);
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'slow' }));
      let deliveries = 0;
      const consumer = Consumer.create({
        queueUrl,
        sqs: client,
        visibilityTimeout: 10,
        heartbeatInterval: 1,
        waitTimeSeconds: 1,
        handleMessage: async (message) => {
          deliveries++;
          // Nine seconds pass on the broker between two beats: without them the message would come again.
          for (let beat = 0; beat < 2; beat++) {
            broker.clock.advance(9_000);
            const [call] = (await once(calls, 'ChangeMessageVisibility')) as [ApiCall];
            assert.equal(call.error, undefined);
          }
          broker.clock.advance(9_000);
          return message;
        },
      });
      consumer.start();
      await once(consumer, 'response_processed');
      await stop(consumer);
      assert.equal(deliveries, 1);
      assert.deepEqual(broker.defects, []);
      client.destroy();
      await broker.close();
    }).timeout(20_000);
  }
});
