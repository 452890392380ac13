import assert from 'node:assert/strict';
import { describeAction, describeOverTime, type Suite } from './support/suite.ts';

async function readAttribute(suite: Suite, QueueUrl: string, name: string): Promise<string> {
  const { Attributes } = await suite.client.expect('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: [name],
  });
  return Attributes?.[name];
}

/** A queue, and its dead-letter queue for messages that were received twice. */
async function createPair(suite: Suite, attributes: Record<string, string> = {}) {
  const target = await suite.createQueue(attributes);
  const targetArn = await readAttribute(suite, target, 'QueueArn');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: targetArn, maxReceiveCount: '2' });
  const source = await suite.createQueue({ ...attributes, RedrivePolicy });
  const sourceArn = await readAttribute(suite, source, 'QueueArn');
  return { source, sourceArn, target, targetArn };
}

/** Receives a message until it is in the dead-letter queue. */
async function exhaust(suite: Suite, source: string): Promise<void> {
  for (let receive = 0; receive < 2; receive++) {
    assert.equal((await suite.receive(source, { VisibilityTimeout: 0, MaxNumberOfMessages: 1 })).length, 1);
  }
  assert.deepEqual(await suite.receive(source), []);
}

describeAction('A redrive policy', (suite) => {
  it('is answered in canonical form, and moves what was received too often', async () => {
    const { source, sourceArn, target, targetArn } = await createPair(suite);
    assert.equal(
      await readAttribute(suite, source, 'RedrivePolicy'),
      JSON.stringify({ deadLetterTargetArn: targetArn, maxReceiveCount: 2 }),
    );
    const sent = await suite.send(source, {
      MessageAttributes: { color: { DataType: 'String', StringValue: 'blue' } },
    });
    await exhaust(suite, source);
    const [moved] = await suite.receive(target, {
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'DeadLetterQueueSourceArn'],
    });
    assert.equal(moved?.['MessageId'], sent['MessageId']);
    assert.equal(moved?.['MD5OfMessageAttributes'], sent['MD5OfMessageAttributes']);
    assert.deepEqual(moved?.['Attributes'], {
      ApproximateReceiveCount: '3',
      DeadLetterQueueSourceArn: sourceArn,
    });
  });

  it('lists its sources, and goes away with an empty value', async () => {
    const { source, target } = await createPair(suite);
    assert.deepEqual(await suite.client.expect('ListDeadLetterSourceQueues', { QueueUrl: target }), {
      queueUrls: [source],
    });
    await suite.client.expect('SetQueueAttributes', { QueueUrl: source, Attributes: { RedrivePolicy: '' } });
    assert.deepEqual(
      await suite.client.expect('ListDeadLetterSourceQueues', { QueueUrl: target }),
      suite.protocol === 'json' ? { queueUrls: [] } : {},
    );
  });

  for (const [title, policy, message] of [
    ['no target', { maxReceiveCount: 1 }, /does not contain mandatory attribute: deadLetterTargetArn\.$/],
    [
      'no count',
      { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:none' },
      /does not contain mandatory attribute: maxReceiveCount\.$/,
    ],
    [
      'a count of 0',
      { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:none', maxReceiveCount: 0 },
      /Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive\.$/,
    ],
    [
      'a count of 1001',
      { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:none', maxReceiveCount: '1001' },
      /Invalid value for maxReceiveCount: 1001, /,
    ],
    [
      'a target that does not exist',
      { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:none', maxReceiveCount: 1 },
      /Reason: Dead letter target does not exist\.$/,
    ],
  ] as const) {
    it(`is refused with ${title}`, async () => {
      const QueueUrl = await suite.createQueue();
      const Attributes = { RedrivePolicy: JSON.stringify(policy) };
      await suite.client.expectError(
        'SetQueueAttributes',
        { QueueUrl, Attributes },
        'InvalidParameterValue',
        message,
      );
    });
  }

  it('is refused when the target is of the other type, or does not allow it', async () => {
    const target = await suite.createQueue({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    const fifo = await suite.createQueue({ FifoQueue: 'true' });
    const QueueUrl = await suite.createQueue();
    for (const url of [target, fifo]) {
      const deadLetterTargetArn = await readAttribute(suite, url, 'QueueArn');
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
      const input = { QueueUrl, Attributes: { RedrivePolicy } };
      await suite.client.expectError('SetQueueAttributes', input, 'InvalidParameterValue', /RedrivePolicy/);
    }
  });
});

describeOverTime('Message move tasks', (suite) => {
  it('bring messages back as new ones, and are listed', async () => {
    const { source, target, targetArn } = await createPair(suite);
    const sent = await suite.send(source);
    await exhaust(suite, source);
    const { TaskHandle } = await suite.client.expect('StartMessageMoveTask', { SourceArn: targetArn });
    const { taskId, sourceArn } = JSON.parse(Buffer.from(TaskHandle, 'base64').toString());
    assert.match(taskId, /^[0-9a-f-]{36}$/);
    assert.equal(sourceArn, targetArn);
    await suite.client.expectError(
      'StartMessageMoveTask',
      { SourceArn: targetArn },
      'InvalidParameterValue',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
    const running = await suite.client.expect('ListMessageMoveTasks', { SourceArn: targetArn });
    const startedAt = running['Results'][0].StartedTimestamp;
    const ageMs = (await suite.clock.now()) - startedAt;
    assert.ok(ageMs >= 0 && ageMs < 1000, String(startedAt));
    assert.deepEqual(running['Results'], [
      {
        TaskHandle,
        Status: 'RUNNING',
        SourceArn: targetArn,
        ApproximateNumberOfMessagesMoved: 0,
        ApproximateNumberOfMessagesToMove: 1,
        StartedTimestamp: startedAt,
      },
    ]);
    await suite.clock.advance(1000);
    const done = await suite.client.expect('ListMessageMoveTasks', { SourceArn: targetArn });
    assert.equal(done['Results'][0].Status, 'COMPLETED');
    assert.equal(done['Results'][0].TaskHandle, undefined);
    assert.equal(done['Results'][0].ApproximateNumberOfMessagesMoved, 1);
    assert.deepEqual(await suite.receive(target), []);
    const [back] = await suite.receive(source);
    assert.equal(back?.['Body'], 'hello');
    assert.notEqual(back['MessageId'], sent['MessageId']);
  });

  it('are cancelled while they run, and only then', async () => {
    const { targetArn } = await createPair(suite);
    const { TaskHandle } = await suite.client.expect('StartMessageMoveTask', {
      SourceArn: targetArn,
      MaxNumberOfMessagesPerSecond: 1,
    });
    assert.deepEqual(await suite.client.expect('CancelMessageMoveTask', { TaskHandle }), {
      ApproximateNumberOfMessagesMoved: 0,
    });
    await suite.clock.advance(1000);
    const { Results } = await suite.client.expect('ListMessageMoveTasks', { SourceArn: targetArn });
    assert.equal(Results[0].Status, 'CANCELLED');
    const again = await suite.client.call('CancelMessageMoveTask', { TaskHandle });
    assert.equal(again.error?.code, 'InvalidParameterValue');
  });

  for (const [title, action, input, code, message] of [
    [
      'a source that is no ARN',
      'StartMessageMoveTask',
      { SourceArn: 'x' },
      'InvalidParameterValue',
      /^You must use this format to specify the SourceArn: /,
    ],
    [
      'a source that does not exist',
      'StartMessageMoveTask',
      { SourceArn: 'arn:aws:sqs:us-east-1:000000000000:none' },
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    [
      'a bad handle',
      'CancelMessageMoveTask',
      { TaskHandle: 'x' },
      'InvalidParameterValue',
      'Value for parameter TaskHandle is invalid.',
    ],
    [
      'an unknown task',
      'CancelMessageMoveTask',
      { TaskHandle: Buffer.from('{"taskId":"x"}').toString('base64') },
      'ResourceNotFoundException',
      'Task does not exist.',
    ],
    ['no handle', 'CancelMessageMoveTask', {}, 'MissingParameter', /TaskHandle/],
  ] as const) {
    it(`are refused for ${title}`, async () => {
      await suite.client.expectError(action, input, code, message);
    });
  }

  it('are refused from a queue to itself', async () => {
    const { targetArn } = await createPair(suite);
    await suite.client.expectError(
      'StartMessageMoveTask',
      { SourceArn: targetArn, DestinationArn: targetArn },
      'InvalidParameterValue',
      'Source queue arn and destination queue arn cannot be the same.',
    );
  });

  it('are refused for a queue that is no dead-letter queue', async () => {
    const SourceArn = await readAttribute(suite, await suite.createQueue(), 'QueueArn');
    await suite.client.expectError(
      'StartMessageMoveTask',
      { SourceArn },
      'InvalidParameterValue',
      'Source queue must be configured as a Dead Letter Queue.',
    );
  });
});
