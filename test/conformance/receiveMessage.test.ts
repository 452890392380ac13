import assert from 'node:assert/strict';
import { describeAction, describeInside, describeOverTime } from './support/suite.ts';
import { waitForWaiters } from './support/waiters.ts';

describeAction('ReceiveMessage', (suite) => {
  it('answers nothing when there is nothing', async () => {
    const url = await suite.createQueue();
    assert.deepEqual(await suite.client.expect('ReceiveMessage', { QueueUrl: url }), {});
  });

  it('answers one message with what was asked for and no more', async () => {
    const url = await suite.createQueue();
    const sent = await suite.send(url, {
      MessageAttributes: { color: { DataType: 'String', StringValue: 'blue' } },
    });
    await suite.send(url);
    const output = await suite.client.expect('ReceiveMessage', { QueueUrl: url });
    assert.equal(output['Messages'].length, 1);
    const [message] = output['Messages'];
    assert.deepEqual(Object.keys(message).sort(), ['Body', 'MD5OfBody', 'MessageId', 'ReceiptHandle']);
    assert.equal(message.MessageId, sent['MessageId']);
    assert.ok(message.ReceiptHandle.length <= 1024);
  });

  const ATTRIBUTES = {
    General: { DataType: 'String', StringValue: 'Kenobi' },
    Hello: { DataType: 'String', StringValue: 'There' },
    'Help.Me': { DataType: 'String', StringValue: 'Me' },
  };
  for (const [names, selected, digest] of [
    [['All'], ['General', 'Hello', 'Help.Me'], '4c360f3fdafd970e05fae2f149d997f5'],
    [['.*'], ['General', 'Hello', 'Help.Me'], '4c360f3fdafd970e05fae2f149d997f5'],
    [['*'], ['General', 'Hello', 'Help.Me'], '4c360f3fdafd970e05fae2f149d997f5'],
    [['General', 'Hello'], ['General', 'Hello'], 'fca026605781cb4126a1e9044df24232'],
    [['Hello', 'unknown', 'il/legal'], ['Hello'], 'a311262e065454b75da111d535b8dacd'],
    [['Hel.*'], ['Hello', 'Help.Me'], '83fee93c1bcd8b9a5a923ffacdc636c7'],
    [['hello'], undefined, undefined],
  ] as const) {
    it(`selects ${names.join(', ')} and digests what it selects`, async () => {
      const url = await suite.createQueue();
      await suite.send(url, { MessageAttributes: ATTRIBUTES });
      const [message] = await suite.receive(url, { MessageAttributeNames: names });
      const attributes = message?.['MessageAttributes'];
      assert.deepEqual(attributes && Object.keys(attributes).sort(), selected);
      assert.equal(message?.['MD5OfMessageAttributes'], digest);
      for (const name of selected ?? []) assert.deepEqual(attributes[name], ATTRIBUTES[name]);
    });
  }

  it('returns binary attributes as base64', async () => {
    const url = await suite.createQueue();
    await suite.send(url, { MessageAttributes: { blob: { DataType: 'Binary.gif', BinaryValue: '/+8=' } } });
    const [message] = await suite.receive(url, { MessageAttributeNames: ['All'] });
    assert.deepEqual(message?.['MessageAttributes'], {
      blob: { DataType: 'Binary.gif', BinaryValue: '/+8=' },
    });
  });

  it('returns the system attributes of a standard message', async () => {
    const url = await suite.createQueue();
    await suite.send(url, {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
    });
    for (const member of ['AttributeNames', 'MessageSystemAttributeNames']) {
      const [message] = await suite.receive(url, { [member]: ['All'], VisibilityTimeout: 0 });
      assert.ok(message);
      const { SentTimestamp, ApproximateFirstReceiveTimestamp, SenderId, ...others } = message['Attributes'];
      assert.match(SentTimestamp, /^\d{13}$/);
      assert.match(ApproximateFirstReceiveTimestamp, /^\d{13}$/);
      assert.ok(SenderId);
      assert.equal(others.AWSTraceHeader, 'Root=1');
      assert.deepEqual(Object.keys(others).sort(), ['AWSTraceHeader', 'ApproximateReceiveCount']);
    }
  });

  it('returns the system attributes of a FIFO message', async () => {
    const url = await suite.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const sent = await suite.send(url, { MessageGroupId: 'g', MessageBody: 'same' });
    const [message] = await suite.receive(url, {
      MessageSystemAttributeNames: ['SequenceNumber', 'MessageGroupId', 'MessageDeduplicationId'],
    });
    assert.deepEqual(message?.['Attributes'], {
      SequenceNumber: sent['SequenceNumber'],
      MessageGroupId: 'g',
      MessageDeduplicationId: '0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5',
    });
  });

  for (const [member, value, message] of [
    [
      'MaxNumberOfMessages',
      0,
      'Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      'MaxNumberOfMessages',
      11,
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      'WaitTimeSeconds',
      21,
      'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    ],
    ['WaitTimeSeconds', -1, /WaitTimeSeconds is invalid/],
    ['VisibilityTimeout', 43_201, /VisibilityTimeout is invalid/],
  ] as const) {
    it(`refuses ${member} ${value}`, async () => {
      const url = await suite.createQueue();
      const input = { QueueUrl: url, [member]: value };
      await suite.client.expectError('ReceiveMessage', input, 'InvalidParameterValue', message);
    });
  }
});

describeOverTime('ReceiveMessage over time', (suite) => {
  it('hides a message for its visibility timeout and gives it a new handle after', async () => {
    const url = await suite.createQueue({ VisibilityTimeout: '30' });
    await suite.send(url);
    const [first] = await suite.receive(url);
    await suite.clock.approach(30_000);
    assert.deepEqual(await suite.receive(url), []);
    await suite.clock.arrive();
    const [second] = await suite.receive(url, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    assert.equal(second?.['MessageId'], first?.['MessageId']);
    assert.notEqual(second?.['ReceiptHandle'], first?.['ReceiptHandle']);
    assert.deepEqual(second?.['Attributes'], { ApproximateReceiveCount: '2' });
  });

  it('removes what is older than the retention period', async () => {
    const url = await suite.createQueue({ MessageRetentionPeriod: '60' });
    await suite.send(url);
    await suite.clock.advance(60_000);
    assert.deepEqual(await suite.receive(url), []);
  });
});

describeInside('ReceiveMessage that waits', (suite) => {
  it('ends a long poll with the message that comes', async () => {
    const url = await suite.createQueue();
    const polled = suite.receive(url, { WaitTimeSeconds: 20 });
    await waitForWaiters(suite.broker, url, 1);
    await suite.send(url, { MessageBody: 'late' });
    assert.deepEqual(
      (await polled).map((message) => message['Body']),
      ['late'],
    );
  });

  it('ends a long poll with nothing when the wait is over', async () => {
    const url = await suite.createQueue({ ReceiveMessageWaitTimeSeconds: '2' });
    const polled = suite.receive(url);
    await waitForWaiters(suite.broker, url, 1);
    suite.broker.clock.advance(2000);
    assert.deepEqual(await polled, []);
    assert.deepEqual(await suite.receive(url, { WaitTimeSeconds: 0 }), []);
  });

  it('ends a long poll with an error when the queue is deleted', async () => {
    const url = await suite.createQueue();
    const polled = suite.client.call('ReceiveMessage', { QueueUrl: url, WaitTimeSeconds: 20 });
    await waitForWaiters(suite.broker, url, 1);
    await suite.client.expect('DeleteQueue', { QueueUrl: url });
    assert.equal((await polled).error?.code, 'AWS.SimpleQueueService.NonExistentQueue');
  });

  it('hands no message to a client that hung up', async () => {
    const url = await suite.createQueue();
    const hangUp = new AbortController();
    const polled = suite.client.call('ReceiveMessage', { QueueUrl: url, WaitTimeSeconds: 20 }, hangUp.signal);
    await waitForWaiters(suite.broker, url, 1);
    hangUp.abort();
    await assert.rejects(polled);
    await waitForWaiters(suite.broker, url, 0);
    await suite.send(url);
    const [message] = await suite.receive(url, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    assert.deepEqual(message?.['Attributes'], { ApproximateReceiveCount: '1' });
  });
});
