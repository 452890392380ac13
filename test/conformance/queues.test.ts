import assert from 'node:assert/strict';
import { describeAction, freshName } from './support/suite.ts';

describeAction('A queue that does not exist', (suite) => {
  for (const action of [
    'AddPermission',
    'ChangeMessageVisibility',
    'ChangeMessageVisibilityBatch',
    'DeleteMessage',
    'DeleteMessageBatch',
    'DeleteQueue',
    'GetQueueAttributes',
    'GetQueueUrl',
    'ListDeadLetterSourceQueues',
    'ListQueueTags',
    'PurgeQueue',
    'ReceiveMessage',
    'RemovePermission',
    'SendMessage',
    'SendMessageBatch',
    'SetQueueAttributes',
    'TagQueue',
    'UntagQueue',
  ]) {
    it(`is an error of ${action}`, async () => {
      const name = freshName();
      const input =
        action === 'GetQueueUrl' ? { QueueName: name } : { QueueUrl: `http://h/000000000000/${name}` };
      const answer = await suite.client.expectError(
        action,
        input,
        'AWS.SimpleQueueService.NonExistentQueue',
        suite.protocol === 'json'
          ? 'The specified queue does not exist.'
          : 'The specified queue does not exist for this wsdl version.',
      );
      assert.equal(answer.status, 400);
      assert.equal(answer.error?.fault, 'Sender');
    });
  }

  it('is what nonsense names', async () => {
    for (const QueueUrl of ['http://', 'http://localhost/', 'no queue', '/1/x']) {
      await suite.client.expectError('PurgeQueue', { QueueUrl }, 'AWS.SimpleQueueService.NonExistentQueue');
    }
  });
});

describeAction('ListQueues', (suite) => {
  it('lists by prefix, in pages when asked to', async () => {
    const prefix = freshName().slice(0, 60);
    for (const suffix of ['-3', '-1', '-2'])
      await suite.client.expect('CreateQueue', { QueueName: prefix + suffix });
    const all = await suite.client.expect('ListQueues', { QueueNamePrefix: prefix });
    assert.deepEqual(
      all['QueueUrls'].map((url: string) => url.slice(-2)),
      ['-1', '-2', '-3'],
    );
    assert.equal(all['NextToken'], undefined);
    const first = await suite.client.expect('ListQueues', { QueueNamePrefix: prefix, MaxResults: 2 });
    assert.equal(first['QueueUrls'].length, 2);
    const second = await suite.client.expect('ListQueues', {
      QueueNamePrefix: prefix,
      MaxResults: 2,
      NextToken: first['NextToken'],
    });
    assert.deepEqual(second, { QueueUrls: [all['QueueUrls'][2]] });
  });

  it('answers nothing when nothing matches', async () => {
    assert.deepEqual(await suite.client.expect('ListQueues', { QueueNamePrefix: freshName() }), {});
  });

  for (const MaxResults of [0, 1001]) {
    it(`refuses pages of ${MaxResults}`, async () => {
      await suite.client.expectError('ListQueues', { MaxResults }, 'InvalidParameterValue', /MaxResults/);
    });
  }

  it('refuses a token that it did not give', async () => {
    await suite.client.expectError('ListQueues', { NextToken: 'x' }, 'InvalidParameterValue', /NextToken/);
  });
});

describeAction('GetQueueUrl', (suite) => {
  it('refuses a call without a name', async () => {
    await suite.client.expectError('GetQueueUrl', {}, 'InvalidParameterValue', /QueueName/);
  });
});

describeAction('Queue tags', (suite) => {
  it('are added, replaced and removed', async () => {
    const QueueUrl = await suite.createQueue();
    assert.deepEqual(await suite.client.expect('ListQueueTags', { QueueUrl }), {});
    await suite.client.expect('TagQueue', { QueueUrl, Tags: { a: '1', b: '' } });
    await suite.client.expect('TagQueue', { QueueUrl, Tags: { a: '2' } });
    assert.deepEqual(await suite.client.expect('ListQueueTags', { QueueUrl }), { Tags: { a: '2', b: '' } });
    await suite.client.expect('UntagQueue', { QueueUrl, TagKeys: ['a', 'unknown'] });
    assert.deepEqual(await suite.client.expect('ListQueueTags', { QueueUrl }), { Tags: { b: '' } });
  });

  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'v']));
  for (const [title, Tags, message] of [
    ['an empty key', { '': 'v' }, 'Tag keys must be between 1 and 128 characters in length.'],
    ['a key of 129', { ['k'.repeat(129)]: 'v' }, 'Tag keys must be between 1 and 128 characters in length.'],
    ['a value of 257', { k: 'v'.repeat(257) }, /256/],
    ['a reserved key', { 'aws:x': 'v' }, /aws:/],
    ['fifty-one tags', many(51), /^Too many tags added for queue /],
  ] as const) {
    it(`refuse ${title}`, async () => {
      const QueueUrl = await suite.createQueue();
      await suite.client.expectError('TagQueue', { QueueUrl, Tags }, 'InvalidParameterValue', message);
    });
  }

  it('are fifty at most', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.client.expect('TagQueue', { QueueUrl, Tags: many(50) });
  });
});
