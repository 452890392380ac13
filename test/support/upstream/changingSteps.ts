import assert from 'node:assert/strict';
import type { CallPlan } from '../../../broker/connections/client/callPlans.ts';
import { LocalSource, LocalTarget } from '../../../extension/remote/transfer/localEnds.ts';
import type { MessageSource, MessageTarget } from '../../../extension/remote/transfer/ports.ts';
import { RemoteSource, RemoteTarget } from '../../../extension/remote/transfer/remoteEnds.ts';
import { Transfer, type TransferMode } from '../../../extension/remote/transfer/transfer.ts';
import { ModelJournal } from '../transfer/modelQueue.ts';
import { startPlace } from '../transfer/transferWorld.ts';
import type { EndpointStory, StoryStep } from './endpointStory.ts';

const COUNT = 10;
const PLAN: CallPlan = { question: { title: '', detail: '', button: '' }, calls: [] };
const ATTRIBUTES = [
  { name: 'color', type: 'String', value: 'grün' },
  { name: 'raw', type: 'Binary.png', value: Buffer.from([0, 255]).toString('base64') },
];

/** Changes of queues and messages by a user, after the steps of `endpointStory.ts`. */
export const CHANGING_STEPS = [
  {
    name: 'a queue is created with attributes and tags, and no second one with its name',
    run: async ({ world: { connection } }) => {
      const create = () =>
        connection.can.create?.({
          name: 'created',
          attributes: { VisibilityTimeout: '50' },
          tags: { team: 'billing', stage: 'test' },
        });
      const created = await create();
      await assert.rejects(async () => create(), /A queue named created already exists/);
      const { attributes, tags } = (await connection.can.attributes?.(created?.arn ?? '')) ?? {};
      return [created?.name, attributes?.['VisibilityTimeout'], tags];
    },
    sees: ['created', '50', { team: 'billing', stage: 'test' }],
  },
  {
    name: 'its attributes and tags are changed, and an invalid value is not called with',
    run: async ({ world: { connection }, arnOf, call, urlOf }) => {
      const queueArn = arnOf('created');
      const { edit } = connection.can;
      await assert.rejects(
        async () => edit?.change({ queueArn, attributes: { VisibilityTimeout: '99999' } }),
        /VisibilityTimeout/,
      );
      const changed = await edit?.change({
        queueArn,
        attributes: { VisibilityTimeout: '60', ReceiveMessageWaitTimeSeconds: '1' },
        tags: { owner: 'me' },
        removedTags: ['stage'],
      });
      const { Attributes = {} } = await call('GetQueueAttributes', {
        QueueUrl: urlOf('created'),
        AttributeNames: ['All'],
      });
      const { Tags } = await call('ListQueueTags', { QueueUrl: urlOf('created') });
      return [
        changed?.attributes['VisibilityTimeout'],
        Attributes['VisibilityTimeout'],
        Attributes['ReceiveMessageWaitTimeSeconds'],
        Tags,
      ];
    },
    sees: ['60', '60', '1', { team: 'billing', owner: 'me' }],
  },
  {
    name: 'a sample shows messages, and gives them back with a receive more',
    run: async ({ world, arnOf, call, urlOf }) => {
      const { can } = world.connection;
      const queueArn = arnOf('created');
      await can.send?.message({ queueArn, body: 'x', count: COUNT, attributes: ATTRIBUTES });
      if (can.peek !== undefined) {
        const { messages } = await can.peek.page({ queueArn, limit: 100 });
        return messages.map(({ preview, state, receiveCount }) => `${preview} ${state} ${receiveCount}`);
      }
      await can.sample?.(queueArn);
      const [view] = world.views;
      const shown = view?.shown.at(-1)?.messages ?? [];
      view?.actions.close();
      while (world.told.length === 0) await new Promise((resolve) => setImmediate(resolve));
      const { Messages = [] } = await call('ReceiveMessage', {
        QueueUrl: urlOf('created'),
        MaxNumberOfMessages: COUNT,
        VisibilityTimeout: 0,
        AttributeNames: ['All'],
      });
      const counts = Messages.map(({ Attributes }) => Attributes?.ApproximateReceiveCount);
      return [shown.length, world.told, Messages.length > 0, [...new Set(counts)]];
    },
    sees: [COUNT, [`Gave ${COUNT} messages back to created.`], true, ['2']],
  },
  {
    name: 'messages move to the local broker and back, with their attributes',
    run: async (story) => {
      const local = await startPlace('here');
      const { gate, urlOf } = story;
      const remote = { gate, url: urlOf('created'), isFifo: false, plan: PLAN };
      const there = await move(new RemoteSource(remote), new LocalTarget(local.local));
      const moved = await local.read();
      const back = await move(new LocalSource(local.local, 'move', undefined), new RemoteTarget(remote));
      return [
        there,
        moved.map(({ body, attributes }) => [body, attributes.length]),
        back,
        (await local.read()).length,
        await countOf(story, 'created'),
      ];
    },
    sees: [
      `maximum, ${COUNT} stored, 0 failed`,
      Array.from({ length: COUNT }, () => ['x', ATTRIBUTES.length]),
      `maximum, ${COUNT} stored, 0 failed`,
      0,
      String(COUNT),
    ],
  },
  {
    name: 'dead letters go back to their queue by a task of the service',
    run: async (story) => {
      const { world, call, arnOf, urlOf } = story;
      const QueueUrl = urlOf('orders');
      await call('SendMessage', { QueueUrl, MessageBody: 'poison' });
      for (let receive = 0; receive < 4; receive += 1)
        await call('ReceiveMessage', { QueueUrl, VisibilityTimeout: 0 });
      const dead = await countOf(story, 'orders-dead');
      const { moveTasks } = world.connection.can;
      const arn = arnOf('orders-dead');
      const ended: string[] = [];
      const task = moveTasks?.run(arn, () => undefined, new AbortController().signal);
      void task?.then(
        ({ kind }) => ended.push(kind),
        (error: Error) => ended.push(error.message),
      );
      while (ended.length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (world.timers.length > 0) await world.passTimer();
      }
      const sources = await moveTasks?.listSources(arn);
      return [dead, sources, ...ended, await countOf(story, 'orders-dead'), await countOf(story, 'orders')];
    },
    sees: ['1', ['orders'], 'completed', '0', '1'],
  },
] as const satisfies readonly StoryStep[];

/** @returns what came of it */
async function move(source: MessageSource, target: MessageTarget, mode: TransferMode = 'move') {
  const { end, storedCount, failedCount, firstFailure } = await new Transfer({
    mode,
    source,
    target,
    journal: new ModelJournal(() => undefined),
    clock: { readNow: () => Date.now(), wait: () => Promise.resolve() },
    maximum: COUNT,
    messagesPerSecond: undefined,
    isFifo: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }).run();
  return `${end}, ${storedCount} stored, ${failedCount} failed${firstFailure === undefined ? '' : `: ${firstFailure}`}`;
}

async function countOf({ call, urlOf }: EndpointStory, name: string): Promise<string | undefined> {
  const { Attributes = {} } = await call('GetQueueAttributes', {
    QueueUrl: urlOf(name),
    AttributeNames: ['All'],
  });
  return Attributes['ApproximateNumberOfMessages'];
}
