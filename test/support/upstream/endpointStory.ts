import assert from 'node:assert/strict';
import type { ActionName } from '../../../broker/api/actions.ts';
import type { InputOf, OutputOf } from '../../../broker/connections/client/commands.ts';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { Keys } from '../../../broker/connections/client/credentials.ts';
import { CHANGING_STEPS } from './changingSteps.ts';
import { callEveryAction } from './everyAction.ts';
import { createRemoteWorld } from './remoteWorld.ts';
import { openTestGate } from './testGate.ts';

/** A user of one endpoint: with a connection, as the editor has it, and a gate for what programs do. */
export interface EndpointStory {
  readonly world: ReturnType<typeof createRemoteWorld>;
  readonly endpoint: string;
  readonly call: <A extends ActionName>(action: A, input: InputOf<A>) => Promise<OutputOf<A>>;
  readonly gate: Gate;
  /** Of a queue that the connection lists. */
  readonly arnOf: (name: string) => string;
  readonly urlOf: (name: string) => string;
}

export function createEndpointStory(endpoint: string, keys: Keys | undefined): EndpointStory {
  const options = { readKeys: () => Promise.resolve(keys) };
  const world = createRemoteWorld(endpoint, {}, {}, options);
  const gate = openTestGate(endpoint, options);
  const find = (name: string) => {
    const queue = world.connection.queues.findByName(name);
    assert.ok(queue, `${name} is not listed`);
    return queue;
  };
  return {
    world,
    endpoint,
    gate,
    call: async (action, input) => {
      const answer = await gate.call(action, input);
      if (!answer.ok) throw new Error(answer.failure.message);
      return answer.value;
    },
    arnOf: (name) => find(name).arn,
    urlOf: (name) => find(name).url,
  };
}

export interface StoryStep {
  /** What happens. */
  readonly name: string;
  /** @returns what there is to see of it */
  run(story: EndpointStory): Promise<unknown>;
  /** On Amazon SQS, by its documentation, and on ours. */
  readonly sees: unknown;
}

const QUEUES = ['bills', 'events.fifo', 'orders', 'orders-dead'];
const TEXT = 'Grüße "x"\n<b>';
const ATTRIBUTES = [
  { name: 'color', type: 'String', value: 'grün' },
  { name: 'weight', type: 'Number', value: '12.50' },
  { name: 'raw', type: 'Binary', value: Buffer.from([0, 1, 254, 255]).toString('base64') },
  { name: 'trace.id', type: 'String.uuid', value: 'a-b' },
];

/** Each step continues the one before. */
const FIRST_STEPS = [
  {
    name: 'queues are created by a program, with attributes and tags',
    run: async ({ call, world, endpoint }) => {
      const dead = await call('CreateQueue', { QueueName: 'orders-dead' });
      const { Attributes = {} } = await call('GetQueueAttributes', {
        QueueUrl: dead.QueueUrl,
        AttributeNames: ['QueueArn'],
      });
      await call('CreateQueue', {
        QueueName: 'orders',
        Attributes: {
          VisibilityTimeout: '45',
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: Attributes['QueueArn'],
            maxReceiveCount: 3,
          }),
        },
        tags: { team: 'billing' },
      });
      await call('CreateQueue', { QueueName: 'bills' });
      await call('CreateQueue', {
        QueueName: 'events.fifo',
        Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
      });
      assert.equal(world.connection.isOpen, false);
      return new URL(String(dead.QueueUrl)).origin === endpoint;
    },
    sees: true,
  },
  {
    name: 'the connection opens, and lists them by name with their types',
    run: async ({ world: { connection } }) => {
      await connection.open();
      return [
        connection.remote.problem,
        connection.remote.description,
        ...connection.queues.queues.map(({ name, kind }) => `${name} ${kind}`),
      ];
    },
    sees: [
      undefined,
      'us-east-1 · open',
      'bills standard',
      'events.fifo fifo',
      'orders standard',
      'orders-dead standard',
    ],
  },
  {
    name: 'the endpoint filters by the beginning of a name, and gives pages',
    run: async ({ call }) => {
      const filtered = await call('ListQueues', { QueueNamePrefix: 'orders', MaxResults: 1_000 });
      const first = await call('ListQueues', { MaxResults: 3 });
      const next = await call('ListQueues', { MaxResults: 3, NextToken: first.NextToken });
      const count = ({ QueueUrls = [] }: { QueueUrls?: readonly string[] | undefined }) => QueueUrls.length;
      return [count(filtered), filtered.NextToken, count(first), count(next), next.NextToken];
    },
    sees: [2, undefined, 3, 1, undefined],
  },
  {
    name: 'a message is sent with attributes of all types, and a program receives them as they were',
    run: async ({ world: { connection }, call, arnOf, urlOf }) => {
      const sent = await connection.can.send?.message({
        queueArn: arnOf('bills'),
        body: TEXT,
        attributes: ATTRIBUTES,
      });
      const { Messages = [] } = await call('ReceiveMessage', {
        QueueUrl: urlOf('bills'),
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      });
      const [message] = Messages;
      assert.equal(message?.Body, TEXT);
      assert.equal(message.MessageId, sent?.messageId);
      await call('DeleteMessage', { QueueUrl: urlOf('bills'), ReceiptHandle: message.ReceiptHandle });
      return Object.entries(message.MessageAttributes ?? {})
        .map(([name, { DataType, StringValue, BinaryValue }]) => {
          const value = BinaryValue === undefined ? StringValue : Buffer.from(BinaryValue).toString('base64');
          return `${name} ${DataType} ${value}`;
        })
        .toSorted();
    },
    sees: ATTRIBUTES.map(({ name, type, value }) => `${name} ${type} ${value}`).toSorted(),
  },
  {
    name: 'a body has characters of all planes of Unicode',
    run: async ({ world: { connection }, call, arnOf, urlOf }) => {
      const sent = await connection.can.send
        ?.message({ queueArn: arnOf('bills'), body: '👋 𝔘' })
        .catch((error: Error) => error.message);
      if (typeof sent === 'string') return sent;
      const { Messages: [message] = [] } = await call('ReceiveMessage', { QueueUrl: urlOf('bills') });
      await call('DeleteMessage', { QueueUrl: urlOf('bills'), ReceiptHandle: message?.ReceiptHandle });
      return message?.Body;
    },
    sees: '👋 𝔘',
  },
  {
    name: 'ten copies are sent by one call, and a message of a group with a number in its order',
    run: async ({ world: { connection }, arnOf }) => {
      const copies = await connection.can.send?.message({
        queueArn: arnOf('bills'),
        body: 'x',
        count: 10,
        attributes: ATTRIBUTES,
      });
      const ordered = await connection.can.send?.message({
        queueArn: arnOf('events.fifo'),
        body: 'x',
        groupId: 'g',
        deduplicationId: 'd',
      });
      return [copies?.sentCount, ordered?.sequenceNumber !== undefined];
    },
    sees: [10, true],
  },
  {
    name: 'counts are read of the queues in the view',
    run: async ({ world: { connection }, call, arnOf, urlOf }) => {
      await call('ReceiveMessage', { QueueUrl: urlOf('bills'), MaxNumberOfMessages: 3 });
      await call('SendMessage', { QueueUrl: urlOf('bills'), MessageBody: 'later', DelaySeconds: 600 });
      connection.remote.watch(['bills', 'events.fifo'].map(arnOf));
      connection.remote.setVisible(true);
      await connection.queues.count();
      connection.remote.setVisible(false);
      return ['bills', 'events.fifo', 'orders'].map((name) => {
        const queue = connection.queues.findByName(name);
        const { visible, inFlight, delayed } = queue?.counts ?? {};
        return queue?.isUncounted === true ? 'not counted' : [visible, inFlight, delayed].join();
      });
    },
    sees: ['7,3,1', '1,0,0', 'not counted'],
  },
  {
    name: 'attributes and tags are shown',
    run: async ({ world: { connection }, arnOf }) => {
      const { attributes, tags } = (await connection.can.attributes?.(arnOf('orders'))) ?? {};
      const policy = JSON.parse(attributes?.['RedrivePolicy'] ?? '{}') as Record<string, unknown>;
      return [
        attributes?.['VisibilityTimeout'],
        String(policy['deadLetterTargetArn']).split(':').at(-1),
        String(policy['maxReceiveCount']),
        tags,
      ];
    },
    sees: ['45', 'orders-dead', '3', { team: 'billing' }],
  },
  {
    name: 'a queue is added by its URL, also by that of another host, and one that does not exist is not',
    run: async ({ world: { connection, savedQueues }, urlOf, endpoint }) => {
      const { pathname } = new URL(urlOf('orders'));
      const account = pathname.split('/').at(-2);
      const problems = [];
      for (const url of [
        urlOf('orders'),
        `https://sqs.us-east-1.amazonaws.com/${account}/orders`,
        `${endpoint}${pathname}-gone`,
      ]) {
        problems.push(await connection.remote.addQueue(url));
      }
      return [...problems, savedQueues.length, connection.queues.queues.length];
    },
    sees: [undefined, undefined, 'The queue does not exist on “x”. Refresh the queues.', 2, QUEUES.length],
  },
  {
    name: 'a queue is purged after its name was typed, and not before',
    run: async ({ world: { connection, consent, setLevel }, call, arnOf, urlOf }) => {
      setLevel('confirm');
      consent.typed = 'bill';
      await assert.rejects(async () => connection.can.purge?.(arnOf('bills')), /not the name of the queue/);
      consent.typed = 'bills';
      await connection.can.purge?.(arnOf('bills'));
      setLevel('open');
      const { Attributes = {} } = await call('GetQueueAttributes', {
        QueueUrl: urlOf('bills'),
        AttributeNames: ['All'],
      });
      return Attributes['ApproximateNumberOfMessages'];
    },
    sees: '0',
  },
  {
    name: 'a queue is deleted, and is no longer listed',
    run: async ({ world: { connection, consent, setLevel }, arnOf }) => {
      setLevel('confirm');
      consent.typed = 'bills';
      await connection.can.delete?.(arnOf('bills'));
      setLevel('open');
      await connection.queues.listAgain();
      return connection.queues.queues.map(({ name }) => name);
    },
    sees: ['events.fifo', 'orders', 'orders-dead'],
  },
] as const satisfies readonly StoryStep[];

const LAST_STEPS = [
  {
    name: 'a program calls every action',
    run: ({ gate }) => callEveryAction(gate),
    sees: {},
  },
] as const satisfies readonly StoryStep[];

/** In order. */
export const STORY_STEPS = [...FIRST_STEPS, ...CHANGING_STEPS, ...LAST_STEPS];

export type StoryStepName = (typeof STORY_STEPS)[number]['name'];

/** What an endpoint does otherwise, and why that is not our fault. */
export type StoryDifferences = Partial<
  Readonly<Record<StoryStepName, { readonly sees: unknown; readonly because: string }>>
>;
