import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import { type LocalBroker, startLocalBroker } from '../../conformance/support/broker.ts';
import { callSqs } from '../../support/callSqs.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import type { FakePanel } from '../../support/connections/fakeWindow.ts';
import { waitForPosted } from '../../support/connections/editableQueues.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';

const ORDERS = 'arn:aws:sqs:us-east-1:000000000000:orders';

/** Calls to the endpoint are in between. */
const untilPosted = (panel: FakePanel, type: string) => waitForPosted(panel, type, 1, 1_000_000);

describe('A page for a queue of another endpoint', () => {
  let broker: LocalBroker;
  let world: ConnectionWorld;

  beforeEach(async () => {
    broker = await startLocalBroker();
    world = await createConnectionWorld();
    await callSqs(broker.endpoint, 'CreateQueue', { QueueName: 'orders' });
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    await broker.close();
  });

  async function addPlace(level: ProtectionLevel) {
    const remote = createRemoteWorld(broker.endpoint, { color: 'purple' });
    world.connections.add(remote.connection);
    remote.setLevel(level);
    return remote;
  }

  const newest = (panel: FakePanel, type: string): Record<string, unknown> => ({
    ...panel.posted.findLast((message) => message.type === type),
  });

  async function edit(): Promise<FakePanel> {
    await world.run('editQueue', await world.findRow(1, 'orders'));
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    await untilPosted(panel, 'initialize');
    return panel;
  }

  it('gets the name, the level and the colour of the connection: the queue editor', async () => {
    const { connection } = await addPlace('confirm');
    await connection.open();
    const { place, queue } = newest(await edit(), 'initialize');
    assert.deepEqual(place, { id: 'x', name: 'x', level: 'confirm', state: 'open', color: 'purple' });
    assert.equal((queue as { name: string }).name, 'orders');
  });

  it('asks once for one Apply, which names the queue and says what changes', async () => {
    const { connection, consent } = await addPlace('confirm');
    await connection.open();
    const panel = await edit();
    panel.receive({
      type: 'apply',
      requestId: 1,
      draft: { attributes: { VisibilityTimeout: '45' }, tags: { team: 'a' } },
      removedTags: [],
      expected: { attributes: { VisibilityTimeout: '30' }, tags: {} },
    });
    await untilPosted(panel, 'applied');
    const { outcome } = newest(panel, 'applied') as { outcome: { kind: string; queue: object } };
    assert.equal(outcome.kind, 'applied');
    assert.deepEqual(
      consent.asked.map(({ queues, actions, lines }) => [queues, actions, lines]),
      [[['orders'], ['SetQueueAttributes', 'TagQueue'], ['Visibility timeout 30 s → 45 s; tag team – → a']]],
    );
    assert.equal(
      world.window.said.some((text) => text.includes('Undo')),
      false,
    );
  });

  it('says that the connection is not connected after a reload, and connects when the user wants it', async () => {
    const { connection, countGates } = await addPlace('open');
    const panel = world.window.createWebviewPanel();
    await world.window.serializers
      .get('queueside.queueEditor')
      ?.deserializeWebviewPanel(panel as never, { address: `x/${ORDERS}` });
    panel.receive({ type: 'ready' });
    await untilPosted(panel, 'initialize');
    const { place, queue } = newest(panel, 'initialize') as { place: { state: string }; queue: unknown };
    assert.deepEqual([place.state, queue, countGates()], ['closed', undefined, 0]);
    panel.receive({ type: 'connect' });
    await untilPosted(panel, 'queueRead');
    assert.equal((newest(panel, 'placeChanged')['place'] as { state: string }).state, 'open');
    assert.equal(connection.isOpen, true);
  });

  for (const [level, text] of [
    ['readOnly', '$(lock) x · readOnly'],
    ['confirm', '$(cloud) x · confirm'],
    ['open', undefined],
  ] as const) {
    it(`shows the connection in the status bar while it is in front, if it is protected: ${level}`, async () => {
      const { connection, setLevel } = await addPlace('open');
      await connection.open();
      const item = new world.code.ConnectionItem(world.connections);
      const readTexts = () => [...world.window.statusItems].map((shown) => shown.text);
      assert.deepEqual(readTexts(), []);
      await edit();
      setLevel(level);
      world.connections.active.claim(world, 'local');
      assert.deepEqual(readTexts(), text === undefined ? [] : [text]);
      item.dispose();
      assert.deepEqual(readTexts(), []);
    });
  }

  it('lists the connections that it offers queues of, also those that are not connected: the composer', async () => {
    await addPlace('readOnly');
    world.composers.openComposer({ connectionId: 'x', arn: ORDERS });
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    await untilPosted(panel, 'initialize');
    assert.deepEqual(newest(panel, 'initialize')['places'], [
      { id: 'x', name: 'x', level: 'readOnly', state: 'closed', color: 'purple' },
    ]);
  });
});
