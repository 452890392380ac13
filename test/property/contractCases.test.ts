import { Comparison, type Step } from './contract/comparison.ts';
import { arnOf } from './contract/inputs.ts';
import type { CallInput } from './contract/world.ts';

/*
 * Histories on which the engine and the contract once differed, shrunk to what it takes. Each fails against the engine of
 * that time.
 */

const MANY = 120_000;
const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

function call(action: string, input: CallInput): Step {
  return { do: action, input };
}

function create(name: string, attributes: Record<string, string> = {}): Step {
  return call('CreateQueue', { QueueName: name, Attributes: attributes });
}

function send(queue: string, body: string, others: CallInput = {}): Step {
  return call('SendMessage', { QueueUrl: queue, MessageBody: body, ...others });
}

function receive(queue: string, others: CallInput = {}): Step {
  return call('ReceiveMessage', { QueueUrl: queue, ...others });
}

function sendTenOf(tenant: string, others: CallInput = {}): Step {
  const entry = (place: number) => ({
    Id: `e${place}`,
    MessageBody: `${place}`,
    MessageGroupId: tenant,
    ...others,
  });
  return call('SendMessageBatch', {
    QueueUrl: 'q',
    Entries: Array.from({ length: 10 }, (_, place) => entry(place)),
  });
}

const receiveOne = receive('q', { VisibilityTimeout: 600 });
const receiveTen = receive('q', { MaxNumberOfMessages: 10, VisibilityTimeout: 600 });
const redriveToDead = JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 });

const CASES: readonly (readonly [behaviour: string, inFlightLimit: number, steps: readonly Step[]])[] = [
  [
    'two receives that wait under one attempt id get the same messages',
    MANY,
    [
      create('q.fifo', FIFO),
      receive('q.fifo', { WaitTimeSeconds: 5, ReceiveRequestAttemptId: 'try' }),
      receive('q.fifo', { WaitTimeSeconds: 5, ReceiveRequestAttemptId: 'try' }),
      send('q.fifo', 'x', { MessageGroupId: 'a' }),
    ],
  ],
  [
    'an attempt is repeated while the queue has as many in flight as it may',
    2,
    [
      create('q.fifo', FIFO),
      send('q.fifo', 'x', { MessageGroupId: 'a' }),
      send('q.fifo', 'y', { MessageGroupId: 'b' }),
      receive('q.fifo', { MaxNumberOfMessages: 2, ReceiveRequestAttemptId: 'try' }),
      receive('q.fifo', { MaxNumberOfMessages: 2, ReceiveRequestAttemptId: 'try' }),
    ],
  ],
  [
    'an attempt that is repeated with a timeout of 0 while its first call waits hides nothing',
    MANY,
    [
      create('q.fifo', FIFO),
      receive('q.fifo', { VisibilityTimeout: 600, WaitTimeSeconds: 1, ReceiveRequestAttemptId: 'try' }),
      receive('q.fifo', { VisibilityTimeout: 0, WaitTimeSeconds: 5, ReceiveRequestAttemptId: 'try' }),
      send('q.fifo', 'x', { MessageGroupId: 'a' }),
    ],
  ],
  [
    'an attempt that is repeated with a timeout of 0 hides nothing while its consumer is held',
    MANY,
    [
      create('q.fifo', FIFO),
      send('q.fifo', 'x', { MessageGroupId: 'a' }),
      receive('q.fifo', { ReceiveRequestAttemptId: 'try' }),
      { hold: 'ada' },
      receive('q.fifo', { VisibilityTimeout: 0, ReceiveRequestAttemptId: 'try' }),
      receive('q.fifo'),
    ],
  ],
  [
    'a duplicate under both scopes is one of the send that came first',
    MANY,
    [
      create('q.fifo', { ...FIFO, DeduplicationScope: 'messageGroup' }),
      send('q.fifo', 'x', { MessageGroupId: 'a' }),
      call('SetQueueAttributes', { QueueUrl: 'q.fifo', Attributes: { DeduplicationScope: 'queue' } }),
      send('q.fifo', 'x', { MessageGroupId: 'b' }),
      send('q.fifo', 'x', { MessageGroupId: 'a' }),
    ],
  ],
  [
    'a message that is too old for its dead-letter queue is not handed to those who wait there',
    MANY,
    [
      create('dead', { MessageRetentionPeriod: '60' }),
      create('main', { VisibilityTimeout: '0', RedrivePolicy: redriveToDead }),
      send('main', 'x'),
      receive('main'),
      { advance: 60_000 },
      receive('dead', { WaitTimeSeconds: 20 }),
      receive('main'),
    ],
  ],
  [
    'the task of a deleted queue is not one of its namesake',
    MANY,
    [
      create('dead'),
      create('main', { RedrivePolicy: redriveToDead }),
      call('StartMessageMoveTask', { SourceArn: arnOf('dead') }),
      call('DeleteQueue', { QueueUrl: 'dead' }),
      { advance: 60_000 },
      create('dead'),
      call('CancelMessageMoveTask', { TaskHandle: '$task:0' }),
    ],
  ],
  [
    'a task without a destination cannot tell where a message belongs that was sent to the dead-letter queue itself',
    MANY,
    [
      create('dead'),
      create('main', { RedrivePolicy: redriveToDead }),
      send('dead', 'x'),
      call('StartMessageMoveTask', { SourceArn: arnOf('dead') }),
      { advance: 100 },
      call('ListMessageMoveTasks', { SourceArn: arnOf('dead') }),
    ],
  ],
  [
    'a tenant is noisy also when no other was there at the time',
    MANY,
    [
      create('q'),
      ...[0, 1, 2, 3].map(() => sendTenOf('loud')),
      ...[0, 1, 2].map(() => receiveTen),
      send('q', 'x', { MessageGroupId: 'quiet' }),
      receive('q'),
    ],
  ],
  [
    'a tenant that sent nothing for five minutes does not become noisy',
    MANY,
    [
      create('q'),
      send('q', 'x', { MessageGroupId: 'calm' }),
      receiveOne,
      ...[0, 1, 2, 3].map(() => sendTenOf('loud')),
      { advance: 300_000 },
      receiveOne,
      ...[0, 1].map(() => receiveTen),
      send('q', 'x', { MessageGroupId: 'quiet' }),
      receiveTen,
    ],
  ],
  [
    'a tenant that sent nothing for five minutes is quiet, also when it sends before the next receive',
    MANY,
    [
      create('q'),
      send('q', 'x', { MessageGroupId: 'calm' }),
      receiveOne,
      ...[0, 1, 2, 3].map(() => sendTenOf('loud')),
      ...[0, 1, 2].map(() => receiveTen),
      { advance: 300_000 },
      send('q', 'x', { MessageGroupId: 'quiet' }),
      send('q', 'y', { MessageGroupId: 'loud' }),
      receive('q'),
    ],
  ],
  [
    'a tenant with nothing but delayed messages has sent when it sent',
    MANY,
    [
      create('q'),
      ...[0, 1, 2, 3].map(() => sendTenOf('loud', { DelaySeconds: 5 })),
      send('q', 'x', { MessageGroupId: 'loud' }),
      receive('q'),
      call('DeleteMessage', { QueueUrl: 'q', ReceiptHandle: '$handle:0' }),
      { advance: 5000 },
      ...[0, 1, 2].map(() => receiveTen),
      send('q', 'x', { MessageGroupId: 'quiet' }),
      receive('q'),
    ],
  ],
  [
    'a queue that is its own dead-letter queue cannot be moved to itself',
    MANY,
    [
      create('dead'),
      call('SetQueueAttributes', { QueueUrl: 'dead', Attributes: { RedrivePolicy: redriveToDead } }),
      send('dead', 'x'),
      call('StartMessageMoveTask', { SourceArn: arnOf('dead'), DestinationArn: arnOf('dead') }),
    ],
  ],
];

describe('the engine and the contract agree where they once did not', () => {
  for (const [behaviour, inFlightLimit, steps] of CASES) {
    it(behaviour, () => {
      const comparison = new Comparison(inFlightLimit);
      for (const step of steps) comparison.take(step);
    });
  }
});
