import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { sendMessage } from '../../broker/protocol/message.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { SqsReceiver } from '../../extension/receive/sqsReceiver.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';

const { signal } = new AbortController();

describe('receiving as a consumer', () => {
  let test: TestBroker;
  let client: ControlClient;
  let orders: QueueSummary;
  let payments: QueueSummary;
  let receiver: SqsReceiver;

  before(async () => {
    test = await startTestBroker();
    client = await openClient(test.info.control);
    orders = await client.request(createQueue, { name: 'orders' });
    payments = await client.request(createQueue, {
      name: 'payments.fifo',
      attributes: { FifoQueue: 'true' },
    });
    receiver = new SqsReceiver({
      session: { state: { kind: 'running', info: test.info }, start: () => Promise.resolve(test.info) },
      findQueueUrl: (arn) => [orders, payments].find((queue) => queue.arn === arn)?.url,
      readQueueTimeout: () => Promise.resolve(30),
      findKeys: () => Promise.resolve(undefined),
      readNow: () => 1_000_000,
    });
  });

  const receive = (queue: QueueSummary, more: object = {}) =>
    receiver.capability.messages({ queueArn: queue.arn, maximum: 10, waitSeconds: 0, ...more }, signal);

  it('gets what a program gets: handle, receive count and attributes, and is a consumer in the trace', async () => {
    const { messageId } = await client.request(sendMessage, {
      queueArn: orders.arn,
      body: 'hello',
      attributes: [
        { name: 'priority', type: 'Number.int', value: '3' },
        { name: 'thumb', type: 'Binary.png', value: 'AQID' },
      ],
    });
    const [message, ...rest] = await receive(orders);
    assert.deepEqual(rest, []);
    assert.equal(message?.messageId, messageId);
    assert.equal(message?.body, 'hello');
    assert.deepEqual(message?.attributes, [
      { name: 'priority', type: 'Number.int', value: '3' },
      { name: 'thumb', type: 'Binary.png', value: 'AQID' },
    ]);
    assert.equal(message?.systemAttributes['ApproximateReceiveCount'], '1');
    assert.equal(message?.visibleAt, 1_030_000);
    assert.deepEqual(await receive(orders), [], 'it is in flight now');
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 100, messageId });
    const received = events.find(({ kind }) => kind === 'received');
    assert.equal(received?.action, 'ReceiveMessage');
    assert.equal(received?.consumer?.kind, 'program');
    assert.match(received?.consumer?.name ?? '', /Queueside-Receive/u);
    const { done, failed } = await receiver.capability.delete(orders.arn, [message?.receiptHandle ?? '']);
    assert.deepEqual([done.length, failed.length], [1, 0]);
  });

  it('answers for each handle of more than a batch, also for one that is none', async () => {
    await client.request(sendMessage, { queueArn: orders.arn, body: 'many', count: 15 });
    const messages = [...(await receive(orders)), ...(await receive(orders))];
    assert.equal(messages.length, 15);
    const handles = [...messages.map(({ receiptHandle }) => receiptHandle), 'not a handle'];
    const changed = await receiver.capability.changeVisibility(orders.arn, handles, 0);
    assert.equal(changed.done.length, 15);
    assert.deepEqual(
      changed.failed.map(({ receiptHandle }) => receiptHandle),
      ['not a handle'],
    );
    assert.match(changed.failed[0]?.reason ?? '', /not a valid receipt handle/u);
    // With a timeout of 0 they are visible again at once.
    assert.equal((await receive(orders)).length, 10);
  });

  it('takes a handle whose time is over for what the service takes it', async () => {
    await client.request(sendMessage, {
      queueArn: payments.arn,
      body: 'pay',
      groupId: 'a',
      deduplicationId: 'one',
    });
    const [message] = await receive(payments, { visibilitySeconds: 5, attemptId: 'attempt' });
    assert.ok(message);
    assert.equal(message.systemAttributes['MessageGroupId'], 'a');
    const [again] = await receive(payments, { visibilitySeconds: 5, attemptId: 'attempt' });
    assert.equal(again?.messageId, message.messageId, 'the same attempt gets its messages again');
    await client.request(advanceClock, { byMs: 6_000 });
    const { failed } = await receiver.capability.delete(payments.arn, [again?.receiptHandle ?? '']);
    assert.match(failed[0]?.reason ?? '', /expired/u);
  });

  it('rejects in the words of the service', async () => {
    await assert.rejects(receive(orders, { maximum: 11 }), /MaxNumberOfMessages/u);
    const gone = { ...orders, arn: 'arn:aws:sqs:us-east-1:000000000000:gone' };
    await assert.rejects(receive(gone), /The queue gone no longer exists\./u);
  });

  it('hangs up when it no longer waits', async () => {
    const waiting = new AbortController();
    const call = receiver.capability.messages(
      { queueArn: payments.arn, maximum: 1, waitSeconds: 20 },
      waiting.signal,
    );
    setImmediate(() => waiting.abort());
    await assert.rejects(call);
  });
});
