import assert from 'node:assert/strict';
import type { SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { describeChange, invertChange } from '../../../extension/queues/editor/changeText.ts';
import {
  type ConnectionWorld,
  createConnectionWorld,
  type FakePanel,
} from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;

describe('the queue editor', () => {
  let world: ConnectionWorld;
  let place: MemoryConnection;
  let values: { attributes: Record<string, string>; tags: Record<string, string> };
  let changes: SetQueueAttributesParams[];
  let created: string[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    values = { attributes: { VisibilityTimeout: '30', SqsManagedSseEnabled: 'true' }, tags: { team: 'a' } };
    changes = [];
    created = [];
    place = new MemoryConnection('editable', [makeQueue('orders', 2), makeQueue('orders-dead', 0)], {
      attributes: (arn) => Promise.resolve({ ...find(arn), ...structuredClone(values) }),
      edit: {
        maximumMessageBytes: 2048,
        check: () => Promise.resolve({ problems: [], messagesLost: 0 }),
        change: (params) => {
          changes.push(params);
          const { attributes, tags = {}, removedTags = [], expected } = params;
          const isChanged = Object.keys(attributes).some(
            (name) => values.attributes[name] !== expected?.attributes[name],
          );
          if (expected !== undefined && isChanged)
            return Promise.reject(Object.assign(new Error('changed'), { data: { parameter: 'expected' } }));
          values = { attributes: { ...values.attributes, ...attributes }, tags: { ...values.tags, ...tags } };
          for (const key of removedTags) delete values.tags[key];
          return Promise.resolve({ ...find(params.queueArn), ...structuredClone(values) });
        },
      },
      create: ({ name }) => {
        created.push(name);
        const queue = makeQueue(name);
        place.queues.queues = [...place.queues.queues, queue];
        return Promise.resolve(queue);
      },
    });
    world.connections.add(world.memory);
    world.connections.add(place);
  });

  const find = (arn: string) => {
    const queue = place.queues.findByArn(arn);
    assert.ok(queue);
    return queue;
  };
  const row = () => world.findRow(2, 'orders');
  async function open(): Promise<FakePanel> {
    await world.run('editQueue', await row());
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    await wait(panel, 'initialize');
    return panel;
  }

  it('opens for the row, with what its connection says of the queue', async () => {
    const panel = await open();
    assert.equal(panel.title, 'Edit queue: orders');
    const greeting = await wait(panel, 'initialize');
    assert.deepEqual(greeting['queue'], { arn: ORDERS, name: 'orders', kind: 'standard', ...values });
    assert.equal(greeting['address'], `editable/${ORDERS}`);
    assert.equal(greeting['connectionName'], 'In memory');
    assert.equal(greeting['maximumMessageBytes'], 2048);
    assert.deepEqual(greeting['field'], { attribute: 'VisibilityTimeout' });
  });

  it('opens once for a queue, and then turns to the field of the row', async () => {
    const panel = await open();
    const { length } = world.window.panels;
    const [attributes] = await world.listRows(await row());
    const rows = await world.listRows(attributes);
    const timeout = rows.find((each) => world.tree.getTreeItem(each).label === 'VisibilityTimeout');
    await world.run('editAttribute', timeout);
    assert.equal(world.window.panels.length, length);
    assert.deepEqual((await wait(panel, 'showField'))['field'], { attribute: 'VisibilityTimeout' });
    const tag = rows.find((each) => world.tree.getTreeItem(each).label === 'team');
    await world.run('editAttribute', tag);
    assert.deepEqual((await wait(panel, 'showField', 2))['field'], { attribute: 'tags' });
  });

  it('is not offered by a connection that cannot change attributes', async () => {
    const { length } = world.window.panels;
    await world.run('editQueue', await world.findRow(1, 'orders'));
    assert.equal(world.window.panels.length, length);
    assert.deepEqual(world.window.said, ['The connection In memory can’t do this.']);
  });

  it('says what was changed, and puts it back', async () => {
    world.window.press = 'Undo';
    const panel = await open();
    panel.receive(applying({ VisibilityTimeout: '45' }, { VisibilityTimeout: '30' }));
    const { outcome } = (await wait(panel, 'applied')) as unknown as { outcome: { kind: string } };
    assert.equal(outcome.kind, 'applied');
    await waitFor(() => changes[1]);
    assert.deepEqual(changes[1]?.attributes, { VisibilityTimeout: '30' });
    await waitFor(() => (world.window.said.length > 1 ? true : undefined));
    assert.deepEqual(world.window.said, [
      'Changed orders: VisibilityTimeout 30 s → 45 s.',
      'Undid the change of orders.',
    ]);
    assert.equal(values.attributes['VisibilityTimeout'], '30');
  });

  it('changes nothing when the queue has other values by now, and shows those', async () => {
    const panel = await open();
    values.attributes['VisibilityTimeout'] = '60';
    panel.receive(applying({ VisibilityTimeout: '45' }, { VisibilityTimeout: '30' }));
    const { outcome } = (await wait(panel, 'applied')) as unknown as {
      outcome: { kind: string; queue: { attributes: Record<string, string> } };
    };
    assert.equal(outcome.kind, 'changedMeanwhile');
    assert.equal(outcome.queue.attributes['VisibilityTimeout'], '60');
    assert.equal(values.attributes['VisibilityTimeout'], '60');
  });

  it('tells its page of the dead-letter queue that Apply creates', async () => {
    const panel = await open();
    const { draft, ...rest } = applying({}, {});
    const newDeadLetterQueue = { name: 'orders-dlq', maxReceiveCount: 3 };
    panel.receive({ ...rest, draft: { ...draft, newDeadLetterQueue } });
    await wait(panel, 'applied');
    const { queues } = await waitFor(() =>
      (panel.posted as readonly { type: string; queues?: readonly { name: string }[] }[])
        .filter(({ type }) => type === 'queuesChanged')
        .at(-1),
    );
    assert.ok(queues?.some(({ name }) => name === 'orders-dlq'));
  });

  it('creates a queue on the connection that was chosen, after a reload too', async () => {
    world.window.choose = (items) => items.find(({ label }) => label === 'In memory');
    const running = world.run('createQueue');
    const { quickPick } = await waitFor(() => (world.window.quickPick?.isOpen ? world.window : undefined));
    quickPick.accept(quickPick.items.find(({ label }) => label.includes('All Options')));
    await running;
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    const greeting = await wait(panel, 'initialize');
    assert.deepEqual([greeting['connectionName'], greeting['connectionId']], ['In memory', 'editable']);
    const restored = world.window.createWebviewPanel();
    await world.window.serializers
      .get('queueside.queueEditor')
      ?.deserializeWebviewPanel(restored as never, { connectionId: 'editable' });
    restored.receive({ type: 'ready' });
    await wait(restored, 'initialize');
    restored.receive({ type: 'create', requestId: 1, name: 'fresh', draft: { attributes: {}, tags: {} } });
    await wait(restored, 'applied');
    assert.deepEqual(created, ['fresh']);
  });

  it('notifies its page when the queue was changed or deleted', async () => {
    const panel = await open();
    values.attributes['DelaySeconds'] = '9';
    place.queues.put({ ...find(ORDERS), revision: 1 });
    const { queue } = (await wait(panel, 'queueRead')) as unknown as {
      queue: { attributes: Record<string, string> };
    };
    assert.equal(queue.attributes['DelaySeconds'], '9');
    place.queues.put({ ...find(ORDERS), counts: { visible: 7, inFlight: 0, delayed: 0 } });
    place.queues.remove(ORDERS);
    assert.equal((await wait(panel, 'queueRead', 2))['queue'], 'gone');
  });

  it('attaches a dead-letter queue, a new one too, and detaches it', async () => {
    world.window.choose = (items) => items.find(({ label }) => label === 'orders-dead');
    await world.run('attachDeadLetterQueue', await row());
    assert.equal(
      changes[0]?.attributes['RedrivePolicy'],
      JSON.stringify({ deadLetterTargetArn: DEAD, maxReceiveCount: 3 }),
    );
    assert.equal(world.window.said.at(-1), 'orders-dead takes messages of orders after 3 receives.');
    place.queues.put({ ...find(ORDERS), deadLetterTarget: DEAD });
    await world.run('detachDeadLetterQueue', await row());
    assert.deepEqual(changes[1]?.attributes, { RedrivePolicy: '' });
    assert.equal(world.window.said.at(-1), 'orders-dead no longer takes messages of orders.');
    world.window.choose = (items) => items.find(({ label }) => label === '$(add) orders-dlq');
    await world.run('attachDeadLetterQueue', await row());
    assert.deepEqual(created, ['orders-dlq']);
    assert.match(changes[2]?.attributes['RedrivePolicy'] ?? '', /:orders-dlq"/);
  });

  it('copies the value of a row', async () => {
    const [attributes] = await world.listRows(await row());
    const [first] = await world.listRows(attributes);
    await world.run('copyAttributeValue', first);
    assert.equal(world.readClipboard(), 'true');
    assert.match(world.window.said.at(-1) ?? '', /Copied the value of SqsManagedSseEnabled/);
  });
});

describe('the sentence about a change', () => {
  const before = {
    attributes: { VisibilityTimeout: '30', DelaySeconds: '0' },
    tags: { team: 'a', old: 'x' },
  };
  const rows: readonly [string, Omit<SetQueueAttributesParams, 'queueArn'>][] = [
    ['VisibilityTimeout 30 s → 2 min', { attributes: { VisibilityTimeout: '120' } }],
    ['Policy – → {}', { attributes: { Policy: '{}' } }],
    ['tag team a → b; tag old x → –', { attributes: {}, tags: { team: 'b' }, removedTags: ['old'] }],
    [
      'VisibilityTimeout 30 s → 1 s; DelaySeconds 0 s → 2 s; tag team a → b; and 1 more',
      {
        attributes: { VisibilityTimeout: '1', DelaySeconds: '2' },
        tags: { team: 'b' },
        removedTags: ['old'],
      },
    ],
  ];
  for (const [text, params] of rows)
    it(text, () => assert.equal(describeChange(before, { queueArn: ORDERS, ...params }), text));

  it('takes a tag for one although each object has a member of its name', () => {
    const params = { queueArn: ORDERS, attributes: {}, tags: { constructor: 'a' }, removedTags: [] };
    assert.equal(describeChange(before, params), 'tag constructor – → a');
    assert.deepEqual(invertChange(before, before, params).tags, {});
    assert.deepEqual(invertChange(before, before, params).removedTags, ['constructor']);
  });

  it('is about what its undo puts back', () => {
    const params = {
      queueArn: ORDERS,
      attributes: { VisibilityTimeout: '1', Policy: '{}', KmsDataKeyReusePeriodSeconds: '60' },
      tags: { team: 'b', fresh: 'c' },
      removedTags: ['old'],
    };
    const after = { attributes: {}, tags: {} };
    assert.deepEqual(invertChange(before, after, params), {
      queueArn: ORDERS,
      attributes: { VisibilityTimeout: '30', Policy: '', KmsDataKeyReusePeriodSeconds: '300' },
      tags: { team: 'a', old: 'x' },
      removedTags: ['fresh'],
      expected: after,
    });
  });
});

function applying(attributes: Record<string, string>, expected: Record<string, string>) {
  return {
    type: 'apply',
    requestId: 1,
    draft: { attributes, tags: {} },
    removedTags: [],
    expected: { attributes: expected, tags: {} },
  };
}

/** The nth message of a type that a panel was sent. */
async function wait(panel: FakePanel, type: string, count = 1): Promise<Readonly<Record<string, unknown>>> {
  const found = await waitFor(() => panel.posted.filter((message) => message.type === type)[count - 1]);
  return found;
}

/** Everything here waits for promises only, so a few turns of the event loop are enough. */
async function waitFor<T>(find: () => T | undefined): Promise<T> {
  for (let turns = 0; turns < 100; turns += 1) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It did not come.');
}
