import assert from 'node:assert/strict';
import { describeAction, freshName } from './support/suite.ts';

const BAD_NAME = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
const BAD_FIFO_NAME =
  'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.';

describeAction('CreateQueue', (suite) => {
  it('answers with a URL on the host that the client called', async () => {
    const name = freshName();
    const { QueueUrl } = await suite.client.expect('CreateQueue', { QueueName: name });
    assert.match(QueueUrl, new RegExp(`^https?://[^/]+/\\d{12}/${name}$`));
    const found = await suite.client.expect('GetQueueUrl', { QueueName: name });
    assert.equal(found['QueueUrl'], QueueUrl);
  });

  it('gives a standard queue the twelve default attributes', async () => {
    const url = await suite.createQueue();
    const { Attributes } = await suite.client.expect('GetQueueAttributes', {
      QueueUrl: url,
      AttributeNames: ['All'],
    });
    const { CreatedTimestamp, LastModifiedTimestamp, QueueArn, ...others } = Attributes;
    assert.match(CreatedTimestamp, /^\d{10}$/);
    assert.match(LastModifiedTimestamp, /^\d{10}$/);
    assert.match(QueueArn, /^arn:aws:sqs:[a-z0-9-]+:\d{12}:conformance-/);
    assert.deepEqual(others, {
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '30',
    });
  });

  it('gives a FIFO queue four attributes more', async () => {
    const url = await suite.createQueue({ FifoQueue: 'true' });
    const { Attributes } = await suite.client.expect('GetQueueAttributes', {
      QueueUrl: url,
      AttributeNames: ['All'],
    });
    const { FifoQueue, ContentBasedDeduplication, DeduplicationScope, FifoThroughputLimit } = Attributes;
    assert.deepEqual(
      { FifoQueue, ContentBasedDeduplication, DeduplicationScope, FifoThroughputLimit },
      {
        FifoQueue: 'true',
        ContentBasedDeduplication: 'false',
        DeduplicationScope: 'queue',
        FifoThroughputLimit: 'perQueue',
      },
    );
    assert.equal(Object.keys(Attributes).length, 16);
  });

  it('is idempotent while the given attributes are the current ones', async () => {
    const name = freshName();
    const create = (Attributes?: object) => suite.client.call('CreateQueue', { QueueName: name, Attributes });
    const first = await create({ DelaySeconds: '5' });
    assert.equal((await create()).output['QueueUrl'], first.output['QueueUrl']);
    assert.equal((await create({ VisibilityTimeout: '30' })).output['QueueUrl'], first.output['QueueUrl']);
    await suite.client.expect('SetQueueAttributes', {
      QueueUrl: first.output['QueueUrl'],
      Attributes: { DelaySeconds: '6' },
    });
    assert.equal((await create({ DelaySeconds: '6' })).output['QueueUrl'], first.output['QueueUrl']);
    assert.deepEqual((await create({ DelaySeconds: '5' })).error, {
      code: 'QueueAlreadyExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
      fault: 'Sender',
    });
  });

  it('takes tags', async () => {
    const { QueueUrl } = await suite.client.expect('CreateQueue', {
      QueueName: freshName(),
      tags: { team: 'images', 'cost center': 'a=b' },
    });
    const { Tags } = await suite.client.expect('ListQueueTags', { QueueUrl });
    assert.deepEqual(Tags, { team: 'images', 'cost center': 'a=b' });
  });

  for (const [title, input, code, message] of [
    [
      'no name',
      {},
      'InvalidParameterValue',
      'Value for parameter QueueName is invalid. Reason: Must specify a queue name.',
    ],
    ['an empty name', { QueueName: '' }, 'InvalidParameterValue', BAD_NAME],
    ['a name of 81 characters', { QueueName: 'x'.repeat(81) }, 'InvalidParameterValue', BAD_NAME],
    ['a name with a space', { QueueName: 'a b' }, 'InvalidParameterValue', BAD_NAME],
    ['a FIFO name on a standard queue', { QueueName: 'a.fifo' }, 'InvalidParameterValue', BAD_NAME],
    [
      'a standard name on a FIFO queue',
      { QueueName: 'a', Attributes: { FifoQueue: 'true' } },
      'InvalidParameterValue',
      BAD_FIFO_NAME,
    ],
    [
      'FifoQueue=false',
      { QueueName: 'a', Attributes: { FifoQueue: 'false' } },
      'InvalidAttributeName',
      'Unknown Attribute FifoQueue.',
    ],
    [
      'an unknown attribute',
      { QueueName: 'a', Attributes: { Foobar: '1' } },
      'InvalidAttributeName',
      'Unknown Attribute Foobar.',
    ],
    [
      'a FIFO attribute on a standard queue',
      { QueueName: 'a', Attributes: { ContentBasedDeduplication: 'true' } },
      'InvalidAttributeName',
      'Unknown Attribute ContentBasedDeduplication.',
    ],
    [
      'a deduplication scope on a standard queue',
      { QueueName: 'a', Attributes: { DeduplicationScope: 'queue' } },
      'InvalidAttributeName',
      'You can specify the DeduplicationScope only when FifoQueue is set to true.',
    ],
    [
      'both kinds of encryption',
      { QueueName: 'a', Attributes: { SqsManagedSseEnabled: 'true', KmsMasterKeyId: 'alias/aws/sqs' } },
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    ],
  ] as const) {
    it(`refuses ${title}`, async () => {
      await suite.client.expectError('CreateQueue', input, code, message);
    });
  }
});
