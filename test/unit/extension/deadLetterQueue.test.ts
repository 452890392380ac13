import assert from 'node:assert/strict';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import type { FakePanel } from '../../support/connections/fakeWindow.ts';
import {
  applying,
  EditableQueues,
  waitForPosted,
  waitForTurns,
} from '../../support/connections/editableQueues.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;

describe('the dead-letter queue in the queue editor', () => {
  let world: ConnectionWorld;
  let editable: EditableQueues;

  beforeEach(async () => {
    world = await createConnectionWorld();
    editable = new EditableQueues();
    world.connections.add(world.memory);
    world.connections.add(editable.place);
  });

  const row = () => world.findRow(2, 'orders');
  async function open(): Promise<FakePanel> {
    await world.run('editQueue', await row());
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    await waitForPosted(panel, 'initialize');
    return panel;
  }

  it('tells its page of the dead-letter queue that Apply creates', async () => {
    const panel = await open();
    const { draft, ...rest } = applying({}, {});
    const newDeadLetterQueue = { name: 'orders-dlq', maxReceiveCount: 3 };
    panel.receive({ ...rest, draft: { ...draft, newDeadLetterQueue } });
    await waitForPosted(panel, 'applied');
    const { queues } = await waitForTurns(() =>
      (panel.posted as readonly { type: string; queues?: readonly { name: string }[] }[])
        .filter(({ type }) => type === 'queuesChanged')
        .at(-1),
    );
    assert.ok(queues?.some(({ name }) => name === 'orders-dlq'));
  });

  const attachNew = (attributes: Record<string, string> = {}, expected: Record<string, string> = {}) => {
    const { draft, ...rest } = applying(attributes, expected);
    return { ...rest, draft: { ...draft, newDeadLetterQueue: { name: 'orders-dlq', maxReceiveCount: 3 } } };
  };
  const outcomeOf = async (panel: FakePanel, count = 1) =>
    (await waitForPosted(panel, 'applied', count))['outcome'] as {
      kind: string;
      failure?: { message: string; parameter?: string };
    };

  it('creates no dead-letter queue when others have changed the queue, or a value would be rejected', async () => {
    const panel = await open();
    editable.values.attributes['VisibilityTimeout'] = '60';
    panel.receive(attachNew({ VisibilityTimeout: '45' }, { VisibilityTimeout: '30' }));
    assert.equal((await outcomeOf(panel)).kind, 'changedMeanwhile');
    editable.place.can.edit!.check = () =>
      Promise.resolve({ problems: [{ parameter: 'Policy', message: 'no policy' }], messagesLost: 0 });
    panel.receive(attachNew());
    const { failure } = await outcomeOf(panel, 2);
    assert.deepEqual(failure, { message: 'no policy', parameter: 'Policy' });
    assert.deepEqual(editable.created, []);
    assert.deepEqual(editable.changes, []);
  });

  it('shows at its field why the dead-letter queue could not be created', async () => {
    const panel = await open();
    Object.assign(editable.place.can, {
      create: () =>
        Promise.reject(Object.assign(new Error('Wait 60 seconds.'), { data: { parameter: 'QueueName' } })),
    });
    panel.receive(attachNew());
    assert.deepEqual((await outcomeOf(panel)).failure, {
      message: 'orders-dlq could not be created. Wait 60 seconds.',
      parameter: 'RedrivePolicy',
    });
  });

  it('admits that the dead-letter queue was created when the change then fails', async () => {
    const panel = await open();
    editable.place.can.edit!.change = () => Promise.reject(new Error('The disk is full.'));
    panel.receive(attachNew());
    assert.equal(
      (await outcomeOf(panel)).failure?.message,
      'orders-dlq was created, and nothing else was changed. The disk is full.',
    );
  });

  for (const [how, count, arns] of [
    ['deletes the dead-letter queue that it created', 0, [makeQueue('orders-dlq').arn]],
    ['keeps a dead-letter queue that has messages', 1, []],
  ] as const)
    it(`with its Undo ${how}`, async () => {
      world.window.press = 'Undo';
      const create = editable.place.can.create!;
      Object.assign(editable.place.can, {
        create: async (params: { readonly name: string; readonly attributes: Record<string, string> }) => {
          const queue = { ...(await create(params)), counts: { visible: count, inFlight: 0, delayed: 0 } };
          editable.place.queues.queues = editable.place.queues.queues.map((each) =>
            each.arn === queue.arn ? queue : each,
          );
          return queue;
        },
      });
      const panel = await open();
      panel.receive(attachNew());
      await waitForPosted(panel, 'applied');
      await waitForTurns(() => (world.window.said.length > 1 ? true : undefined));
      assert.deepEqual(editable.deleted, arns);
      assert.equal(
        world.window.said.at(-1),
        count === 0 ? 'Undid the change of orders, and deleted orders-dlq.' : 'Undid the change of orders.',
      );
    });

  it('attaches a dead-letter queue, a new one too, and detaches it', async () => {
    world.window.choose = (items) => items.find(({ label }) => label === 'orders-dead');
    await world.run('attachDeadLetterQueue', await row());
    assert.equal(
      editable.changes[0]?.attributes['RedrivePolicy'],
      JSON.stringify({ deadLetterTargetArn: DEAD, maxReceiveCount: 3 }),
    );
    assert.equal(world.window.said.at(-1), 'orders-dead takes messages of orders after 3 receives.');
    editable.place.queues.put({ ...editable.find(ORDERS), deadLetterTarget: DEAD });
    await world.run('detachDeadLetterQueue', await row());
    assert.deepEqual(editable.changes[1]?.attributes, { RedrivePolicy: '' });
    assert.equal(world.window.said.at(-1), 'orders-dead no longer takes messages of orders.');
    editable.place.queues.put(makeQueue('orders', 2));
    world.window.choose = (items) => items.find(({ label }) => label === '$(add) orders-dlq');
    await world.run('attachDeadLetterQueue', await row());
    assert.deepEqual(editable.created, ['orders-dlq']);
    assert.match(editable.changes[2]?.attributes['RedrivePolicy'] ?? '', /:orders-dlq"/);
  });
});
