import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Answer } from './support/client.ts';
import { describeInside, freshName, type InsideSuite } from './support/suite.ts';

/*
 * The ranges come from the page that people read, and not from the engine: each is tried at both limits and one beyond.
 */

interface Range {
  readonly what: string;
  readonly lowest: number;
  readonly highest: number;
  readonly tooLow: string;
  readonly tooHigh: string;
}

/** `| what | 1 | 10 | `Code` (none: `OtherCode`) |` */
const ROW = /^\| (.+?) \| (\d+) \| (\d+) \| `([\w:.]+)`(?: \(none: `([\w:.]+)`\))? \|$/gm;

function readRanges(): Range[] {
  const page = readFileSync('docs/limits.md', 'utf8');
  const [section = ''] = /<!-- ranges:begin[^]*<!-- ranges:end -->/.exec(page) ?? [];
  return [...section.matchAll(ROW)].map(([, what = '', lowest, highest, code = '', codeForNone]) => ({
    what,
    lowest: Number(lowest),
    highest: Number(highest),
    tooLow: codeForNone ?? code,
    tooHigh: code,
  }));
}

type Try = (suite: InsideSuite, value: number) => Promise<Answer>;

const text = (length: number): string => 'x'.repeat(Math.max(0, length));
const list = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length: Math.max(0, length) }, (_, index) => make(index));

const DEAD = 'arn:aws:sqs:us-east-1:000000000000:dead';

function setAttribute(name: string, format: (value: number) => string = String): Try {
  return async (suite, value) =>
    suite.client.call('SetQueueAttributes', {
      QueueUrl: await suite.createQueue(),
      Attributes: { [name]: format(value) },
    });
}

function onQueue(action: string, input: (value: number) => object, attributes = {}): Try {
  return async (suite, value) =>
    suite.client.call(action, { QueueUrl: await suite.createQueue(attributes), ...input(value) });
}

const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
const sendAttribute = (name: string, attribute: object) => ({
  MessageBody: 'b',
  MessageAttributes: { [name]: attribute },
});

/** Lasts no longer than it must: there is a message to receive. */
function receive(input: (value: number) => object, attributes: Record<string, string> = {}): Try {
  return async (suite, value) => {
    const QueueUrl = await suite.createQueue(attributes);
    await suite.send(QueueUrl, 'FifoQueue' in attributes ? { MessageGroupId: 'g' } : {});
    return suite.client.call('ReceiveMessage', { QueueUrl, ...input(value) });
  };
}

async function createDeadLetterQueue(suite: InsideSuite): Promise<{ QueueUrl: string; arn: string }> {
  const QueueUrl = await suite.createQueue();
  const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueUrl.split('/').at(-1)}`;
  await suite.createQueue({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 }),
  });
  return { QueueUrl, arn };
}

/** A size in parts of which none is too large: all messages of a batch together. */
function sharedBodies(bytes: number): object[] {
  if (bytes === 0) return [{ Id: 'a', MessageBody: '' }];
  const first = Math.ceil(bytes / 2);
  return [text(first), text(bytes - first)]
    .filter((body) => body !== '')
    .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
}

const TRIES: Readonly<Record<string, Try>> = {
  'queue attribute VisibilityTimeout, in seconds': setAttribute('VisibilityTimeout'),
  'queue attribute DelaySeconds': setAttribute('DelaySeconds'),
  'queue attribute MaximumMessageSize, in bytes': setAttribute('MaximumMessageSize'),
  'queue attribute MessageRetentionPeriod, in seconds': setAttribute('MessageRetentionPeriod'),
  'queue attribute ReceiveMessageWaitTimeSeconds': setAttribute('ReceiveMessageWaitTimeSeconds'),
  'queue attribute KmsDataKeyReusePeriodSeconds': setAttribute('KmsDataKeyReusePeriodSeconds'),
  'maxReceiveCount of a redrive policy': async (suite, maxReceiveCount) => {
    const { arn } = await createDeadLetterQueue(suite);
    const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount });
    return setAttribute('RedrivePolicy', () => policy)(suite, 0);
  },
  'source queues of a redrive allow policy': setAttribute('RedriveAllowPolicy', (count) =>
    JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: list(count, (index) => DEAD + index) }),
  ),
  'statements of a policy': setAttribute('Policy', (count) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: list(count, () => ({ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' })),
    }),
  ),
  'characters of a queue name': (suite, length) =>
    suite.client.call('CreateQueue', { QueueName: text(length) }),
  'characters of a FIFO queue name, with its suffix': (suite, length) =>
    suite.client.call('CreateQueue', {
      QueueName: `${text(length - 5)}.fifo`,
      Attributes: { FifoQueue: 'true' },
    }),
  'tags of a queue': (suite, count) =>
    suite.client.call('CreateQueue', {
      QueueName: freshName(),
      tags: Object.fromEntries(list(count, (index) => [`k${index}`, 'v'])),
    }),
  'characters of a tag key': onQueue('TagQueue', (length) => ({ Tags: { [text(length)]: 'v' } })),
  'characters of a tag value': onQueue('TagQueue', (length) => ({ Tags: { k: text(length) } })),
  'bytes of a message': onQueue('SendMessage', (bytes) => ({ MessageBody: text(bytes) })),
  'bytes of all messages of a batch': onQueue('SendMessageBatch', (bytes) => ({
    Entries: sharedBodies(bytes),
  })),
  'DelaySeconds of a message': onQueue('SendMessage', (DelaySeconds) => ({ MessageBody: 'b', DelaySeconds })),
  'attributes of a message': onQueue('SendMessage', (count) => ({
    MessageBody: 'b',
    MessageAttributes: Object.fromEntries(
      list(count, (index) => [`a${index}`, { DataType: 'String', StringValue: 'v' }]),
    ),
  })),
  'characters of an attribute name': onQueue('SendMessage', (length) =>
    sendAttribute(text(length), { DataType: 'String', StringValue: 'v' }),
  ),
  'characters of an attribute type': onQueue('SendMessage', (length) =>
    sendAttribute('a', { DataType: `String.${text(length)}`.slice(0, length), StringValue: 'v' }),
  ),
  'digits of a Number attribute': onQueue('SendMessage', (digits) =>
    sendAttribute('a', { DataType: 'Number', StringValue: '7'.repeat(digits) }),
  ),
  'characters of a message group id': onQueue(
    'SendMessage',
    (length) => ({ MessageBody: 'b', MessageGroupId: text(length) }),
    FIFO,
  ),
  'characters of a deduplication id': onQueue(
    'SendMessage',
    (length) => ({ MessageBody: 'b', MessageGroupId: 'g', MessageDeduplicationId: text(length) }),
    FIFO,
  ),
  'entries of a batch': onQueue('SendMessageBatch', (count) => ({
    Entries: list(count, (index) => ({ Id: String(index), MessageBody: 'b' })),
  })),
  'characters of an entry id': onQueue('SendMessageBatch', (length) => ({
    Entries: [{ Id: text(length), MessageBody: 'b' }],
  })),
  'MaxNumberOfMessages of a receive': receive((MaxNumberOfMessages) => ({ MaxNumberOfMessages })),
  'VisibilityTimeout of a receive, in seconds': receive((VisibilityTimeout) => ({ VisibilityTimeout })),
  'WaitTimeSeconds of a receive': receive((WaitTimeSeconds) => ({ WaitTimeSeconds })),
  'characters of a receive attempt id': receive(
    (length) => ({ ReceiveRequestAttemptId: text(length) }),
    FIFO,
  ),
  'VisibilityTimeout of a change, in seconds': async (suite, VisibilityTimeout) => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl);
    const ReceiptHandle = message?.['ReceiptHandle'];
    return suite.client.call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout });
  },
  'actions of a permission': onQueue('AddPermission', (count) => ({
    Label: 'l',
    AWSAccountIds: ['111122223333'],
    Actions: list(count, () => 'SendMessage'),
  })),
  "characters of a permission's label": onQueue('AddPermission', (length) => ({
    Label: text(length),
    AWSAccountIds: ['111122223333'],
    Actions: ['SendMessage'],
  })),
  'MaxNumberOfMessagesPerSecond of a move task': async (suite, MaxNumberOfMessagesPerSecond) => {
    const { arn } = await createDeadLetterQueue(suite);
    return suite.client.call('StartMessageMoveTask', { SourceArn: arn, MaxNumberOfMessagesPerSecond });
  },
  'MaxResults of ListMessageMoveTasks': async (suite, MaxResults) => {
    const { arn } = await createDeadLetterQueue(suite);
    return suite.client.call('ListMessageMoveTasks', { SourceArn: arn, MaxResults });
  },
  'MaxResults of ListQueues': (suite, MaxResults) => suite.client.call('ListQueues', { MaxResults }),
  'MaxResults of ListDeadLetterSourceQueues': onQueue('ListDeadLetterSourceQueues', (MaxResults) => ({
    MaxResults,
  })),
};

function codeOf(answer: Answer): string | undefined {
  const failed = answer.output['Failed']?.[0]?.Code as string | undefined;
  return answer.error?.code ?? (failed === undefined ? undefined : `entry:${failed}`);
}

describeInside('Ranges', (suite) => {
  const ranges = readRanges();

  it('are on the page for everything that is tried, and the other way round', () => {
    assert.deepEqual(ranges.map(({ what }) => what).sort(), Object.keys(TRIES).sort());
  });

  for (const { what, lowest, highest, tooLow, tooHigh } of ranges) {
    it(`${what}: ${lowest} to ${highest}`, async () => {
      const attempt = TRIES[what];
      assert.ok(attempt);
      const answers = async (value: number) => codeOf(await attempt(suite, value));
      assert.equal(await answers(lowest), undefined, `${lowest}`);
      assert.equal(await answers(highest), undefined, `${highest}`);
      assert.equal(await answers(highest + 1), tooHigh, `${highest + 1}`);
      // Nothing has fewer than no characters or elements.
      const isCount = /^(?:characters|bytes|entries|tags|attributes|actions|statements|source|digits)/.test(
        what,
      );
      if (lowest > 0 || !isCount) assert.equal(await answers(lowest - 1), tooLow, `${lowest - 1}`);
    });
  }
});
