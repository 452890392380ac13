import assert from 'node:assert/strict';
import { describeAction, describeOverTime, freshName } from './support/suite.ts';

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

const RANGES = [
  ['VisibilityTimeout', 0, 43_200],
  ['DelaySeconds', 0, 900],
  ['MaximumMessageSize', 1024, 1_048_576],
  ['MessageRetentionPeriod', 60, 1_209_600],
  ['ReceiveMessageWaitTimeSeconds', 0, 20],
  ['KmsDataKeyReusePeriodSeconds', 60, 86_400],
] as const;

describeAction('SetQueueAttributes', (suite) => {
  let queueUrl: string;
  before(async () => {
    queueUrl = await suite.createQueue();
  });

  for (const [name, minimum, maximum] of RANGES) {
    it(`takes ${name} from ${minimum} to ${maximum} and nothing else`, async () => {
      const set = (value: string) => ({ QueueUrl: queueUrl, Attributes: { [name]: value } });
      for (const value of [minimum, maximum]) {
        await suite.client.expect('SetQueueAttributes', set(String(value)));
        const { Attributes } = await suite.client.expect('GetQueueAttributes', {
          QueueUrl: queueUrl,
          AttributeNames: [name],
        });
        assert.deepEqual(Attributes, { [name]: String(value) });
      }
      for (const value of [minimum - 1, maximum + 1, 'abc', '', '1.5']) {
        await suite.client.expectError(
          'SetQueueAttributes',
          set(String(value)),
          'InvalidAttributeValue',
          `Invalid value for the parameter ${name}.`,
        );
      }
    });
  }

  for (const name of ['QueueArn', 'CreatedTimestamp', 'ApproximateNumberOfMessages', 'Other', 'FifoQueue']) {
    it(`does not know ${name}`, async () => {
      const input = { QueueUrl: queueUrl, Attributes: { [name]: '1' } };
      await suite.client.expectError(
        'SetQueueAttributes',
        input,
        'InvalidAttributeName',
        `Unknown Attribute ${name}.`,
      );
    });
  }

  it('keeps the type of a FIFO queue', async () => {
    const url = await suite.createQueue({ FifoQueue: 'true' });
    await suite.client.expectError(
      'SetQueueAttributes',
      { QueueUrl: url, Attributes: { FifoQueue: 'false' } },
      'InvalidAttributeValue',
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
  });

  it('turns the managed encryption off with a key, and leaves it off without', async () => {
    const url = await suite.createQueue();
    const read = async () => {
      const names = ['KmsMasterKeyId', 'SqsManagedSseEnabled'];
      const output = await suite.client.expect('GetQueueAttributes', {
        QueueUrl: url,
        AttributeNames: names,
      });
      return output['Attributes'];
    };
    const set = (value: string) =>
      suite.client.expect('SetQueueAttributes', { QueueUrl: url, Attributes: { KmsMasterKeyId: value } });
    await set('alias/aws/sqs');
    assert.deepEqual(await read(), { KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: 'false' });
    await set('');
    assert.deepEqual(await read(), { SqsManagedSseEnabled: 'false' });
  });
});

describeAction('GetQueueAttributes', (suite) => {
  it('answers nothing for no names and leaves out what is not set', async () => {
    const url = await suite.createQueue();
    assert.deepEqual(await suite.client.expect('GetQueueAttributes', { QueueUrl: url }), {});
    assert.deepEqual(
      await suite.client.expect('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['Policy'] }),
      {},
    );
  });

  for (const name of ['Unknown', '']) {
    it(`does not know '${name}'`, async () => {
      const url = await suite.createQueue();
      const input = { QueueUrl: url, AttributeNames: [name] };
      await suite.client.expectError(
        'GetQueueAttributes',
        input,
        'InvalidAttributeName',
        `Unknown Attribute ${name}.`,
      );
    });
  }
});

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

describeAction('Permissions', (suite) => {
  it('become statements of the policy, and go away with the last', async () => {
    const QueueUrl = await suite.createQueue();
    const readPolicy = async () => {
      const output = await suite.client.expect('GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['Policy', 'QueueArn'],
      });
      return output['Attributes'];
    };
    const grant = { QueueUrl, Label: 'first', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] };
    await suite.client.expect('AddPermission', grant);
    const { Policy, QueueArn } = await readPolicy();
    assert.deepEqual(JSON.parse(Policy), {
      Version: '2008-10-17',
      Id: `${QueueArn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'first',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'SQS:SendMessage',
          Resource: QueueArn,
        },
      ],
    });
    await suite.client.expectError(
      'AddPermission',
      grant,
      'InvalidParameterValue',
      'Value first for parameter Label is invalid. Reason: Already exists.',
    );
    await suite.client.expect('RemovePermission', { QueueUrl, Label: 'first' });
    assert.equal((await readPolicy())['Policy'], undefined);
    await suite.client.expectError(
      'RemovePermission',
      { QueueUrl, Label: 'first' },
      'InvalidParameterValue',
      "Value first for parameter Label is invalid. Reason: can't find label.",
    );
  });

  it('name seven actions at most', async () => {
    const input = {
      QueueUrl: await suite.createQueue(),
      Label: 'l',
      AWSAccountIds: ['111122223333'],
      Actions: Array.from({ length: 8 }, () => 'SendMessage'),
    };
    await suite.client.expectError(
      'AddPermission',
      input,
      'OverLimit',
      '8 Actions were found, maximum allowed is 7.',
    );
  });

  it('name accounts and actions that there are', async () => {
    const QueueUrl = await suite.createQueue();
    const add = (change: object) => ({
      QueueUrl,
      Label: 'l',
      AWSAccountIds: ['111122223333'],
      Actions: ['SendMessage'],
      ...change,
    });
    await suite.client.expectError(
      'AddPermission',
      add({ AWSAccountIds: ['nobody'] }),
      'InvalidParameterValue',
      'Value [nobody] for parameter PrincipalId is invalid. Reason: Unable to verify.',
    );
    await suite.client.expectError(
      'AddPermission',
      add({ Actions: ['Foo'] }),
      'InvalidParameterValue',
      /^Value SQS:Foo for parameter ActionName is invalid\./,
    );
  });
});

describeOverTime('Deleting and purging queues', (suite) => {
  it('blocks the name of a deleted queue for a minute', async () => {
    const QueueName = freshName();
    const { QueueUrl } = await suite.client.expect('CreateQueue', { QueueName });
    await suite.client.expect('DeleteQueue', { QueueUrl });
    await suite.client.expectError(
      'SendMessage',
      { QueueUrl, MessageBody: 'b' },
      'AWS.SimpleQueueService.NonExistentQueue',
    );
    await suite.clock.approach(60_000);
    await suite.client.expectError(
      'CreateQueue',
      { QueueName },
      'AWS.SimpleQueueService.QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
    await suite.clock.arrive();
    await suite.client.expect('CreateQueue', { QueueName });
  });

  it('purges once a minute, messages of every state', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    await suite.send(QueueUrl, { DelaySeconds: 60 });
    await suite.receive(QueueUrl);
    await suite.send(QueueUrl);
    await suite.client.expect('PurgeQueue', { QueueUrl });
    const { Attributes } = await suite.client.expect('GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    assert.equal(Attributes.ApproximateNumberOfMessages, '0');
    assert.equal(Attributes.ApproximateNumberOfMessagesNotVisible, '0');
    assert.equal(Attributes.ApproximateNumberOfMessagesDelayed, '0');
    const name = QueueUrl.split('/').at(-1);
    const refused = await suite.client.expectError(
      'PurgeQueue',
      { QueueUrl },
      'AWS.SimpleQueueService.PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
    );
    assert.equal(refused.status, 403);
    await suite.clock.advance(60_000);
    await suite.client.expect('PurgeQueue', { QueueUrl });
  });
});
