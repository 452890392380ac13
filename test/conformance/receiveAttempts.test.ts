import assert from 'node:assert/strict';
import { describeInside, describeOverTime, type Suite } from './support/suite.ts';
import { waitForWaiters } from './support/waiters.ts';

/* What a ReceiveRequestAttemptId does. The refusal was seen from the service (issue 213 of its messaging library for Java). */

const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
const ATTEMPT = { ReceiveRequestAttemptId: 'try' };
const REFUSAL =
  'Value try for parameter ReceiveRequestAttemptId is invalid. Reason: The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.';

/** Messages of different groups, sent one after the other. */
async function sendAll(suite: Suite, QueueUrl: string, groups: readonly string[]): Promise<void> {
  for (const group of groups) await suite.send(QueueUrl, { MessageBody: group, MessageGroupId: group });
}

async function expectRefusal(suite: Suite, QueueUrl: string, input: object = {}): Promise<void> {
  const again = { QueueUrl, ...ATTEMPT, ...input };
  await suite.client.expectError('ReceiveMessage', again, 'InvalidParameterValue', REFUSAL);
}

describeOverTime('A receive attempt', (suite) => {
  const createQueue = async (groups: readonly string[], attributes: Record<string, string> = {}) => {
    const url = await suite.createQueue({ ...FIFO, ...attributes });
    await sendAll(suite, url, groups);
    return url;
  };
  const count = async (QueueUrl: string) => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
    const { Attributes } = await suite.client.expect('GetQueueAttributes', { QueueUrl, AttributeNames });
    return AttributeNames.map((name) => Attributes[name] as string);
  };

  it('gives the same messages and handles again, and another id gives none of them', async () => {
    const url = await createQueue(['a', 'b']);
    const first = await suite.receive(url, ATTEMPT);
    assert.equal(first.length, 2);
    assert.deepEqual(await suite.receive(url, ATTEMPT), first);
    assert.deepEqual(await suite.receive(url, { ReceiveRequestAttemptId: 'other' }), []);
  });

  it('gives all of them again when it asks for fewer, and no more when it asks for more', async () => {
    const url = await createQueue(['a', 'b', 'c']);
    const first = await suite.receive(url, { ...ATTEMPT, MaxNumberOfMessages: 2 });
    assert.equal(first.length, 2);
    for (const MaxNumberOfMessages of [1, 10])
      assert.deepEqual(await suite.receive(url, { ...ATTEMPT, MaxNumberOfMessages }), first);
  });

  it('restarts the visibility timeout with the length that the repeated call asks for', async () => {
    const url = await createQueue(['a']);
    const first = await suite.receive(url, { ...ATTEMPT, VisibilityTimeout: 600 });
    await suite.clock.advance(20_000);
    assert.deepEqual(await suite.receive(url, { ...ATTEMPT, VisibilityTimeout: 30 }), first);
    await suite.clock.approach(30_000);
    assert.deepEqual(await suite.receive(url), []);
    await suite.clock.arrive();
    assert.equal((await suite.receive(url)).length, 1);
  });

  it('hides nothing when it is repeated with a timeout of 0', async () => {
    const url = await createQueue(['a']);
    const first = await suite.receive(url, { ...ATTEMPT, VisibilityTimeout: 600 });
    assert.deepEqual(await suite.receive(url, { ...ATTEMPT, VisibilityTimeout: 0 }), first);
    assert.deepEqual(await count(url), ['1', '0']);
    const [again] = await suite.receive(url, { ...ATTEMPT, VisibilityTimeout: 0 });
    assert.equal(again?.['MessageId'], first[0]?.['MessageId']);
    assert.notEqual(again?.['ReceiptHandle'], first[0]?.['ReceiptHandle'], 'that was a receive of its own');
  });

  for (const [title, input] of [
    ['deleted', { action: 'DeleteMessage' }],
    ['given another visibility timeout', { action: 'ChangeMessageVisibility', VisibilityTimeout: 60 }],
    ['given back', { action: 'ChangeMessageVisibility', VisibilityTimeout: 0 }],
  ] as const) {
    it(`is refused for five minutes from its receive on once one of its messages was ${title}`, async () => {
      const url = await createQueue(['a', 'b']);
      const [, second] = await suite.receive(url, { ...ATTEMPT, VisibilityTimeout: 600 });
      const { action, ...others } = input;
      const ReceiptHandle = second?.['ReceiptHandle'];
      await suite.client.expect(action, { QueueUrl: url, ReceiptHandle, ...others });
      await expectRefusal(suite, url);
      await expectRefusal(suite, url, { WaitTimeSeconds: 20 });
      await suite.clock.approach(300_000);
      await expectRefusal(suite, url);
      await suite.clock.arrive();
      await suite.receive(url, ATTEMPT);
    });
  }

  it('never gives a message that another receive holds', async () => {
    const url = await createQueue(['a', 'b']);
    await suite.receive(url, ATTEMPT);
    await suite.clock.advance(30_000);
    assert.equal((await suite.receive(url, { MaxNumberOfMessages: 1 })).length, 1);
    await expectRefusal(suite, url);
  });

  it('is another receive if the visibility timeout ended and no other consumer received the messages', async () => {
    const url = await createQueue(['a']);
    const [first] = await suite.receive(url, ATTEMPT);
    await suite.clock.advance(30_000);
    const [second] = await suite.receive(url, ATTEMPT);
    assert.equal(second?.['MessageId'], first?.['MessageId']);
    assert.notEqual(second?.['ReceiptHandle'], first?.['ReceiptHandle']);
    assert.deepEqual(await suite.receive(url, ATTEMPT), [second], 'and is repeated from then on');
  });

  it('is refused once one of its messages went to the dead-letter queue', async () => {
    const dead = await suite.createQueue(FIFO);
    const AttributeNames = ['QueueArn'];
    const { Attributes } = await suite.client.expect('GetQueueAttributes', {
      QueueUrl: dead,
      AttributeNames,
    });
    const redrive = { deadLetterTargetArn: Attributes.QueueArn as string, maxReceiveCount: 1 };
    const url = await createQueue(['a'], { RedrivePolicy: JSON.stringify(redrive) });
    await suite.receive(url, ATTEMPT);
    await suite.clock.advance(30_000);
    assert.deepEqual(await suite.receive(url), []);
    await sendAll(suite, url, ['b']);
    await expectRefusal(suite, url);
    assert.equal((await suite.receive(dead, ATTEMPT)).length, 1, 'it is nothing to the other queue');
  });

  it('is free after a purge, which also forgets deduplication ids', async () => {
    const url = await createQueue(['a']);
    await suite.receive(url, ATTEMPT);
    await suite.client.expect('PurgeQueue', { QueueUrl: url });
    await sendAll(suite, url, ['a']);
    assert.equal((await suite.receive(url, ATTEMPT)).length, 1);
  });

  it('has no effect on a standard queue', async () => {
    const url = await suite.createQueue();
    await suite.send(url);
    const [message] = await suite.receive(url, ATTEMPT);
    assert.ok(message);
    assert.deepEqual(await suite.receive(url, ATTEMPT), []);
    await suite.client.expect('DeleteMessage', { QueueUrl: url, ReceiptHandle: message['ReceiptHandle'] });
    await suite.send(url);
    assert.equal((await suite.receive(url, ATTEMPT)).length, 1);
  });
});

describeInside('A receive attempt that waits twice', (suite) => {
  it('gets the same messages by both calls, which hide them as the later one asks', async () => {
    const url = await suite.createQueue(FIFO);
    const first = suite.receive(url, { ...ATTEMPT, WaitTimeSeconds: 1, VisibilityTimeout: 600 });
    await waitForWaiters(suite.broker, url, 1);
    const second = suite.receive(url, {
      ...ATTEMPT,
      WaitTimeSeconds: 5,
      VisibilityTimeout: 0,
      MaxNumberOfMessages: 2,
    });
    await waitForWaiters(suite.broker, url, 2);
    await sendAll(suite, url, ['a']);
    const messages = await first;
    assert.equal(messages.length, 1);
    assert.deepEqual(await second, messages);
    assert.equal((await suite.receive(url)).length, 1, 'the later one hides nothing');
  });
});
