import assert from 'node:assert/strict';
import { describeAction, freshName, type Suite } from './support/suite.ts';

/* Cases in which the service was seen to answer otherwise than its documentation or other emulators suggest. */

const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

async function arnOf(suite: Suite, QueueUrl: string): Promise<string> {
  const output = await suite.client.expect('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  return output['Attributes'].QueueArn;
}

/** A policy whose only statement is fine but for what is changed. */
function policy(document: object, statement: object = {}): string {
  const fine = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ ...fine, ...statement }], ...document });
}

const DEAD = 'arn:aws:sqs:us-east-1:000000000000:dead';
const NO_MAP =
  'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.';
const UNSUPPORTED =
  "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.";
const COUNT_OF_SOURCES =
  /^Value .* for parameter RedriveAllowPolicy is invalid\. Reason: Amazon SQS can't create the redrive allow policy\. When you specify the byQueue permission type, you must also specify between 1 and 10 source queue ARNs\.$/;
const SOURCES_ONLY_BY_QUEUE =
  /^Value .* for parameter RedriveAllowPolicy is invalid\. Reason: Amazon SQS can't create the redrive allow policy\. You can specify source queue ARNs only when the permission type is byQueue\.$/;
const BAD_POLICY = 'Invalid value for the parameter Policy.';
const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' };

const REFUSED_ATTRIBUTES: readonly (readonly [string, string, string, string | RegExp])[] = [
  ...(['garbage', ' ', '[1]', '42'] as const).map(
    (value) => ['RedrivePolicy', value, 'InvalidAttributeValue', NO_MAP] as const,
  ),
  [
    'RedrivePolicy',
    '{}',
    'InvalidParameterValue',
    'Value {} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.',
  ],
  [
    'RedrivePolicy',
    '{"maxReceiveCount": "3"}',
    'InvalidParameterValue',
    'Value {"maxReceiveCount": "3"} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
  ],
  [
    'RedrivePolicy',
    '{"maxReceiveCount": "3",  "deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000000:dead"}',
    'InvalidParameterValue',
    'Value {"maxReceiveCount": "3",  "deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000000:dead"} for parameter RedrivePolicy is invalid. Reason: Dead-letter target must be in same region as the source.',
  ],
  [
    'RedrivePolicy',
    `{"maxReceiveCount":3,"deadLetterTargetArn":"${DEAD}","more":1}`,
    'InvalidParameterValue',
    `Value {"maxReceiveCount":3,"deadLetterTargetArn":"${DEAD}","more":1} for parameter RedrivePolicy is invalid. Reason: Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].`,
  ],
  ...[
    'garbage',
    '[1]',
    '{}',
    '{"redrivePermission":"some"}',
    '{"redrivePermission":"allowAll","more":1}',
    '{"redrivePermission":"byQueue","sourceQueueArns":"arn"}',
    '{"redrivePermission":"byQueue","sourceQueueArns":[1]}',
  ].map((value) => ['RedriveAllowPolicy', value, 'InvalidAttributeValue', UNSUPPORTED] as const),
  ...[undefined, [], Array.from({ length: 11 }, (_, index) => `${DEAD}${index}`)].map(
    (sourceQueueArns) =>
      [
        'RedriveAllowPolicy',
        JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns }),
        'InvalidParameterValue',
        COUNT_OF_SOURCES,
      ] as const,
  ),
  ...['allowAll', 'denyAll'].map(
    (redrivePermission) =>
      [
        'RedriveAllowPolicy',
        JSON.stringify({ redrivePermission, sourceQueueArns: [DEAD] }),
        'InvalidParameterValue',
        SOURCES_ONLY_BY_QUEUE,
      ] as const,
  ),
  ['Policy', policy({ Version: '2011-01-01' }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({ Comment: 'x' }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({ Statement: [] }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Comment: 'x' }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Principal: undefined }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Effect: 'Maybe' }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Action: undefined }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Action: 'sqs:Fly' }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Action: ['sqs:SendMessage', 'sqs:Fly*'] }), 'InvalidAttributeValue', BAD_POLICY],
  ['Policy', policy({}, { Action: 'sns:Publish' }), 'InvalidAttributeValue', BAD_POLICY],
  [
    'Policy',
    policy({ Statement: Array.from({ length: 22 }, () => statement) }),
    'OverLimit',
    '22 statements were found, maximum allowed is 20.',
  ],
];

describeAction('Attributes, as the service was seen to read them,', (suite) => {
  for (const value of ['True', 'TRUE', 'true']) {
    it(`take ${value} for true in every boolean`, async () => {
      const attributes = { FifoQueue: value, ContentBasedDeduplication: value, SqsManagedSseEnabled: value };
      const { QueueUrl } = await suite.client.expect('CreateQueue', {
        QueueName: freshName('.fifo'),
        Attributes: attributes,
      });
      const { Attributes } = await suite.client.expect('GetQueueAttributes', {
        QueueUrl,
        AttributeNames: Object.keys(attributes),
      });
      const all = { FifoQueue: 'true', ContentBasedDeduplication: 'true', SqsManagedSseEnabled: 'true' };
      assert.deepEqual(Attributes, all);
    });
  }

  it('take False for false, and compare it as that', async () => {
    const QueueName = freshName('.fifo');
    const create = (flag: string) =>
      suite.client.expect('CreateQueue', {
        QueueName,
        Attributes: { FifoQueue: 'true', ContentBasedDeduplication: flag, SqsManagedSseEnabled: flag },
      });
    assert.deepEqual(await create('False'), await create('false'));
  });

  for (const [name, value, code, message] of REFUSED_ATTRIBUTES) {
    it(`refuse ${value.length > 90 ? `${value.slice(0, 90)}…` : value} as ${name}`, async () => {
      const QueueUrl = await suite.createQueue();
      const Attributes = { [name]: value };
      await suite.client.expectError('SetQueueAttributes', { QueueUrl, Attributes }, code, message);
      await suite.client.expectError('CreateQueue', { QueueName: freshName(), Attributes }, code, message);
    });
  }

  for (const [title, document] of [
    ['one statement and no version', { Version: undefined, Statement: statement }],
    ['20 statements', { Statement: Array.from({ length: 20 }, () => statement) }],
    [
      'patterns of actions',
      { Statement: [{ ...statement, Action: ['SQS:*', 'sqs:Send*', 'sqs:?eleteMessage'] }] },
    ],
    ['a batch action', { Statement: [{ ...statement, Action: 'sqs:SendMessageBatch' }] }],
    ['NotPrincipal and NotAction', { Statement: [{ Effect: 'Deny', NotPrincipal: '*', NotAction: '*' }] }],
  ] as const) {
    it(`accept a policy with ${title}`, async () => {
      const QueueUrl = await suite.createQueue();
      await suite.client.expect('SetQueueAttributes', {
        QueueUrl,
        Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', ...document }) },
      });
    });
  }

  it('need the scope of message groups for throughput by message group', async () => {
    await suite.client.expectError(
      'CreateQueue',
      {
        QueueName: freshName('.fifo'),
        Attributes: { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' },
      },
      'InvalidAttributeValue',
      'Invalid value for the parameter FifoThroughputLimit. Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be messageGroup.',
    );
  });

  it('are missing when none can be set', async () => {
    await suite.client.expectError(
      'SetQueueAttributes',
      { QueueUrl: await suite.createQueue(), Attributes: {} },
      'MissingParameter',
      /Attribute\.Name/,
    );
  });
});

describeAction('Calls, as the service was seen to refuse them,', (suite) => {
  it('are refused for a FIFO batch with an entry without group id, by another code than a single send', async () => {
    const QueueUrl = await suite.createQueue(FIFO);
    const single = await suite.client.expectError(
      'SendMessage',
      { QueueUrl, MessageBody: 'a' },
      'MissingParameter',
    );
    await suite.client.expectError(
      'SendMessageBatch',
      {
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'a', MessageGroupId: 'g' },
          { Id: 'b', MessageBody: 'b' },
        ],
      },
      'InvalidParameterValue',
      single.error?.message,
    );
    assert.deepEqual(await suite.receive(QueueUrl), []);
  });

  it('are refused for a move task of a queue that does not exist', async () => {
    const handle = { taskId: 'x', sourceArn: 'arn:aws:sqs:us-east-1:000000000000:missing' };
    const TaskHandle = Buffer.from(JSON.stringify(handle)).toString('base64');
    await suite.client.expectError(
      'CancelMessageMoveTask',
      { TaskHandle },
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    );
  });

  it('are refused for a move task that does not exist of a queue that does', async () => {
    const sourceArn = await arnOf(suite, await suite.createQueue());
    const TaskHandle = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn })).toString('base64');
    await suite.client.expectError(
      'CancelMessageMoveTask',
      { TaskHandle },
      'ResourceNotFoundException',
      'Task does not exist.',
    );
  });

  for (const accounts of [{}, { AWSAccountIds: [] }]) {
    it(`are refused for a permission with ${JSON.stringify(accounts)}`, async () => {
      const QueueUrl = await suite.createQueue();
      const input = { QueueUrl, Label: 'l', Actions: ['SendMessage'], ...accounts };
      await suite.client.expectError('AddPermission', input, 'MissingParameter');
    });
  }
});

describeAction('A changed deduplication scope', (suite) => {
  const duplicate = { MessageBody: 'x', MessageDeduplicationId: 'd' };
  const change = (QueueUrl: string, DeduplicationScope: string) =>
    suite.client.expect('SetQueueAttributes', { QueueUrl, Attributes: { DeduplicationScope } });

  it('leaves what was remembered for the whole queue as it was', async () => {
    const queue = await suite.createQueue(FIFO);
    const first = await suite.send(queue, { ...duplicate, MessageGroupId: 'a' });
    await change(queue, 'messageGroup');
    const other = await suite.send(queue, { ...duplicate, MessageGroupId: 'b' });
    assert.equal(other['MessageId'], first['MessageId']);
  });

  it('leaves what was remembered for a group as it was', async () => {
    const queue = await suite.createQueue({ ...FIFO, DeduplicationScope: 'messageGroup' });
    const first = await suite.send(queue, { ...duplicate, MessageGroupId: 'a' });
    await change(queue, 'queue');
    const again = await suite.send(queue, { ...duplicate, MessageGroupId: 'a' });
    assert.equal(again['MessageId'], first['MessageId']);
    const other = await suite.send(queue, { ...duplicate, MessageGroupId: 'b' });
    assert.notEqual(other['MessageId'], first['MessageId']);
  });
});
