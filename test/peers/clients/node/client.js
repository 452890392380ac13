// What sqs-consumer does for a program: polls, batches, acknowledgements, failures, dead letters. Exit code 0: it all held.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';

const { version } = JSON.parse(
  readFileSync(new URL('node_modules/sqs-consumer/package.json', import.meta.url)),
);
const prefix = process.env.CLIENT_PREFIX;
const sqs = new SQSClient();
const attributes = {
  bytes: { DataType: 'Binary', BinaryValue: Uint8Array.from({ length: 256 }, (_, index) => index) },
  count: { DataType: 'Number.int', StringValue: '42' },
  text: { DataType: 'String', StringValue: 'päper € 😀' },
};

/** Without it, all of them. */
const steps = (process.env.CLIENT_STEPS ?? '').split(',').filter(Boolean);

/** @param {string} name @param {() => Promise<void>} check */
async function step(name, check) {
  if (steps.length > 0 && !steps.includes(name)) return;
  await check();
  console.log(`held: ${name}`);
}

/** @param {string} name @param {Record<string, string>} [Attributes] */
async function create(name, Attributes = {}) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${prefix}-${name}`, Attributes }));
  return QueueUrl;
}

/** @param {string} QueueUrl @param {string} MessageBody @param {object} [more] */
function send(QueueUrl, MessageBody, more = {}) {
  return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
}

/**
 * Consumes until `count` messages were deleted.
 * @param {string} queueUrl
 * @param {object} options of the consumer
 * @param {number} count
 * @param {() => Promise<unknown>} [work] what happens once the consumer polls
 */
async function consume(queueUrl, options, count, work) {
  const messages = [];
  const failures = [];
  const consumer = Consumer.create({
    queueUrl,
    sqs,
    waitTimeSeconds: 20,
    messageAttributeNames: ['All'],
    messageSystemAttributeNames: ['All'],
    handleMessage: async (message) => message,
    ...options,
  });
  consumer.on('error', (error) => failures.push(error));
  consumer.on('timeout_error', (error) => failures.push(error));
  const done = new Promise((resolve) => {
    consumer.on('message_processed', (message) => {
      messages.push(message);
      if (messages.length === count) resolve();
    });
  });
  const started = once(consumer, 'started');
  consumer.start();
  await started;
  await work?.();
  await done;
  const stopped = once(consumer, 'stopped');
  consumer.stop({ abort: true });
  await stopped;
  assert.deepEqual(failures, []);
  return messages;
}

/** @param {string} QueueUrl */
async function countMessages(QueueUrl) {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return AttributeNames.map((name) => answer.Attributes[name]);
}

async function checkLongPoll(url) {
  const body = 'naïve "body" <&> € 😀\n\ttabs';
  const [message] = await consume(url, {}, 1, () => send(url, body, { MessageAttributes: attributes }));
  assert.equal(message.Body, body);
  assert.deepEqual(message.MessageAttributes, attributes);
  assert.equal(message.Attributes.ApproximateReceiveCount, '1');
  assert.deepEqual(await countMessages(url), ['0', '0']);
}

async function checkBodies(url) {
  for (const bytes of [1_024, 200_000, 1_048_000]) {
    const line = '0123456789 "é€"\n';
    const lineBytes = Buffer.byteLength(line);
    const body = line.repeat(bytes / lineBytes) + 'x'.repeat(bytes % lineBytes);
    await send(url, body);
    const [message] = await consume(url, {}, 1);
    assert.ok(message.Body === body);
    assert.equal(message.MD5OfBody, createHash('md5').update(body).digest('hex'));
  }
}

async function checkBatches(url) {
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `${index}`, MessageBody: `m${index}` }));
  Entries[4].DelaySeconds = 901;
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  assert.deepEqual(
    sent.Failed.map(({ Id, SenderFault, Code }) => [Id, SenderFault, Code]),
    [['4', true, 'InvalidParameterValue']],
  );
  const batches = [];
  const handleMessageBatch = async (messages) => {
    batches.push(messages.length);
    return messages;
  };
  const messages = await consume(url, { batchSize: 10, handleMessageBatch }, 9);
  const bodies = Entries.filter(({ Id }) => Id !== '4').map(({ MessageBody }) => MessageBody);
  assert.deepEqual(new Set(messages.map(({ Body }) => Body)), new Set(bodies));
  assert.deepEqual(batches, [9]);
  assert.deepEqual(await countMessages(url), ['0', '0']);
}

async function checkFailures(url) {
  let tries = 0;
  const handleMessage = async (message) => {
    tries += 1;
    if (tries < 3) throw new Error('not yet');
    return message;
  };
  await send(url, 'third time lucky');
  const consumer = Consumer.create({
    queueUrl: url,
    sqs,
    waitTimeSeconds: 20,
    visibilityTimeout: 30,
    heartbeatInterval: 10,
    terminateVisibilityTimeout: true,
    messageSystemAttributeNames: ['All'],
    handleMessage,
  });
  const errors = [];
  consumer.on('error', (error) => errors.push(error));
  consumer.on('processing_error', () => undefined);
  consumer.start();
  const [message] = await once(consumer, 'message_processed');
  assert.equal(message.Attributes.ApproximateReceiveCount, '3');
  const stopped = once(consumer, 'stopped');
  consumer.stop({ abort: true });
  await stopped;
  assert.deepEqual(errors, []);
}

async function checkDeadLetters() {
  const dead = await create('dead');
  const names = { QueueUrl: dead, AttributeNames: ['QueueArn'] };
  const { QueueArn } = (await sqs.send(new GetQueueAttributesCommand(names))).Attributes;
  const source = await create('source', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 2 }),
  });
  await send(source, 'poison', { MessageAttributes: attributes });
  const poisoned = Consumer.create({
    queueUrl: source,
    sqs,
    waitTimeSeconds: 20,
    terminateVisibilityTimeout: true,
    handleMessage: () => Promise.reject(new Error('poison')),
  });
  poisoned.on('error', () => undefined);
  poisoned.on('processing_error', () => undefined);
  poisoned.start();
  const [message] = await consume(dead, {}, 1);
  const stopped = once(poisoned, 'stopped');
  poisoned.stop({ abort: true });
  await stopped;
  assert.equal(message.Body, 'poison');
  assert.deepEqual(message.MessageAttributes, attributes);
  await step('dead letter sources', async () =>
    assert.equal(message.Attributes.DeadLetterQueueSourceArn, QueueArn.replace('-dead', '-source')),
  );
  assert.deepEqual(await countMessages(source), ['0', '0']);
}

async function checkFifo() {
  const url = await create('fifo.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  const bodies = Array.from({ length: 8 }, (_, index) => `f${index}`);
  for (const body of bodies) await send(url, body, { MessageGroupId: 'a' });
  for (const body of bodies) await send(url, body, { MessageGroupId: 'a' });
  // Handlers begin in the order of delivery and run in parallel: which deletion is answered first says nothing of it.
  const delivered = [];
  const handleMessage = async (message) => {
    delivered.push(message.Body);
    return message;
  };
  await consume(url, { batchSize: 3, handleMessage }, bodies.length);
  assert.deepEqual(delivered, bodies);
  assert.deepEqual(await countMessages(url), ['0', '0']);
}

console.log(`sqs-consumer ${version}`);
const standard = await create('standard');
await step('long poll', () => checkLongPoll(standard));
await step('bodies', () => checkBodies(standard));
await step('batches', () => checkBatches(standard));
await step('visibility', () => checkFailures(standard));
await step('fifo', checkFifo);
await step('dead letters', checkDeadLetters);
sqs.destroy();
