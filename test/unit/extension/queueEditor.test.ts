import assert from 'node:assert/strict';
import type { SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { describeChange } from '../../../extension/queues/editor/changeText.ts';
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

describe('the queue editor', () => {
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

  it('opens for the row, with what its connection says of the queue', async () => {
    const panel = await open();
    assert.equal(panel.title, 'Edit queue: orders');
    const greeting = await waitForPosted(panel, 'initialize');
    assert.deepEqual(greeting['queue'], {
      arn: ORDERS,
      name: 'orders',
      kind: 'standard',
      ...editable.values,
    });
    assert.equal(greeting['address'], `editable/${ORDERS}`);
    assert.equal(greeting['place'], undefined);
    assert.equal(greeting['maximumMessageBytes'], 2048);
    assert.deepEqual(greeting['field'], { attribute: 'VisibilityTimeout' });
  });

  it('opens once for a queue, and then turns to the field of the row', async () => {
    const panel = await open();
    const { length } = world.window.panels;
    const [attributes] = await world.listRows(await row());
    const rows = await world.listRows(attributes);
    const timeout = rows.find((each) => world.tree.getTreeItem(each).label === 'Visibility timeout');
    await world.run('editAttribute', timeout);
    assert.equal(world.window.panels.length, length);
    assert.deepEqual((await waitForPosted(panel, 'showField'))['field'], { attribute: 'VisibilityTimeout' });
    const tag = rows.find((each) => world.tree.getTreeItem(each).label === 'team');
    await world.run('editAttribute', tag);
    assert.deepEqual((await waitForPosted(panel, 'showField', 2))['field'], { attribute: 'tags' });
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
    const { outcome } = (await waitForPosted(panel, 'applied')) as unknown as { outcome: { kind: string } };
    assert.equal(outcome.kind, 'applied');
    await waitForTurns(() => (world.window.said.length > 1 ? true : undefined));
    assert.deepEqual(world.window.said, [
      'Changed orders: Visibility timeout 30 s → 45 s.',
      'Undid the change of orders.',
    ]);
    assert.deepEqual(editable.undone, ['change 1']);
  });

  it('says why a change could not be undone, and leads to what can', async () => {
    world.window.press = 'Undo';
    editable.refusal = 'The queue was changed again meanwhile.';
    const panel = await open();
    panel.receive(applying({ VisibilityTimeout: '45' }, { VisibilityTimeout: '30' }));
    await waitForPosted(panel, 'applied');
    await waitForTurns(() => (world.window.said.length > 1 ? true : undefined));
    assert.equal(world.window.said.at(-1), 'Nothing was undone. The queue was changed again meanwhile.');
  });

  it('changes nothing when the queue has other values by now, and shows those', async () => {
    const panel = await open();
    editable.values.attributes['VisibilityTimeout'] = '60';
    panel.receive(applying({ VisibilityTimeout: '45' }, { VisibilityTimeout: '30' }));
    const { outcome } = (await waitForPosted(panel, 'applied')) as unknown as {
      outcome: { kind: string; queue: { attributes: Record<string, string> } };
    };
    assert.equal(outcome.kind, 'changedMeanwhile');
    assert.equal(outcome.queue.attributes['VisibilityTimeout'], '60');
    assert.equal(editable.values.attributes['VisibilityTimeout'], '60');
  });

  it('tells a page that was hidden meanwhile what became of Apply, once it is shown again', async () => {
    const panel = await open();
    panel.setVisible(false);
    const before = panel.posted.length;
    panel.receive(applying({ VisibilityTimeout: '45' }, { VisibilityTimeout: '30' }));
    await waitForTurns(() => world.window.said.find((text) => text.startsWith('Changed orders')));
    assert.equal(panel.posted.length, before);
    panel.setVisible(true);
    panel.receive({ type: 'ready' });
    await waitForPosted(panel, 'applied');
    assert.deepEqual(
      panel.posted.slice(before).map(({ type }) => type),
      ['initialize', 'applied'],
    );
  });

  it('confirms that it copied the queue', async () => {
    const panel = await open();
    panel.receive({ type: 'copy', text: '{}' });
    await waitForTurns(() => (world.window.said.length > 0 ? true : undefined));
    assert.equal(world.readClipboard(), '{}');
    assert.deepEqual(world.window.said, ['$(check) Copied the queue as queueside.json.']);
  });

  it('reads the queue again that could not be read', async () => {
    const panel = await open();
    const read = editable.place.can.attributes!;
    Object.assign(editable.place.can, {
      attributes: () => Promise.reject(new Error('The connection was lost.')),
    });
    editable.place.queues.put({ ...editable.find(ORDERS), revision: 1 });
    await waitForTurns(() => panel.posted.filter(({ type }) => type === 'queuesChanged')[0]);
    await new Promise((resolve) => setImmediate(resolve));
    Object.assign(editable.place.can, { attributes: read });
    editable.place.queues.put({ ...editable.find(ORDERS), counts: { visible: 7, inFlight: 0, delayed: 0 } });
    await waitForPosted(panel, 'queueRead');
  });

  it('creates a queue on the connection that was chosen, after a reload too', async () => {
    world.window.choose = (items) => items.find(({ label }) => label === 'In memory');
    const running = world.run('createQueue');
    const allOptions = await waitForTurns(() =>
      world.window.quickPick?.isOpen
        ? world.window.quickPick.items.find(({ label }) => label.includes('All Options'))
        : undefined,
    );
    world.window.quickPick.accept(allOptions);
    await running;
    const panel = world.window.panels.at(-1);
    assert.ok(panel);
    panel.receive({ type: 'ready' });
    const greeting = await waitForPosted(panel, 'initialize');
    assert.equal(greeting['connectionId'], 'editable');
    const restored = world.window.createWebviewPanel();
    await world.window.serializers
      .get('queueside.queueEditor')
      ?.deserializeWebviewPanel(restored as never, { connectionId: 'editable' });
    restored.receive({ type: 'ready' });
    await waitForPosted(restored, 'initialize');
    restored.receive({ type: 'create', requestId: 1, name: 'fresh', draft: { attributes: {}, tags: {} } });
    await waitForPosted(restored, 'applied');
    assert.deepEqual(editable.created, ['fresh']);
  });

  it('notifies its page when the queue was changed or deleted', async () => {
    const panel = await open();
    editable.values.attributes['DelaySeconds'] = '9';
    editable.place.queues.put({ ...editable.find(ORDERS), revision: 1 });
    const { queue } = (await waitForPosted(panel, 'queueRead')) as unknown as {
      queue: { attributes: Record<string, string> };
    };
    assert.equal(queue.attributes['DelaySeconds'], '9');
    editable.place.queues.put({ ...editable.find(ORDERS), counts: { visible: 7, inFlight: 0, delayed: 0 } });
    editable.place.queues.remove(ORDERS);
    assert.equal((await waitForPosted(panel, 'queueRead', 2))['queue'], 'gone');
    panel.receive({ type: 'createQueue' });
    const form = await waitForTurns(() => world.window.panels.find(({ title }) => title === 'Create queue'));
    assert.notEqual(form, panel);
    panel.receive({ type: 'close' });
    await waitForTurns(() => (panel.isClosed ? true : undefined));
  });

  it('copies the value of a row', async () => {
    const [attributes] = await world.listRows(await row());
    const [first] = await world.listRows(attributes);
    await world.run('copyAttributeValue', first);
    assert.equal(world.readClipboard(), 'true');
    assert.match(world.window.said.at(-1) ?? '', /Copied the value of SSE-SQS encryption/);
  });
});

describe('the sentence about a change', () => {
  const before = {
    attributes: { VisibilityTimeout: '30', DelaySeconds: '0' },
    tags: { team: 'a', old: 'x' },
  };
  const rows: readonly [string, Omit<SetQueueAttributesParams, 'queueArn'>][] = [
    ['Visibility timeout 30 s → 2 min', { attributes: { VisibilityTimeout: '120' } }],
    ['Access policy – → {}', { attributes: { Policy: '{}' } }],
    ['tag team a → b; tag old x → –', { attributes: {}, tags: { team: 'b' }, removedTags: ['old'] }],
    [
      'Visibility timeout 30 s → 1 s; Delivery delay 0 s → 2 s; tag team a → b; and 1 more',
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
  });
});
