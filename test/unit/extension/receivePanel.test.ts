import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { HostToReceive } from '../../../webview/receiveProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeReceived } from '../../support/receiveSamples.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const REQUEST = { queueArn: ORDERS, maximum: 1, waitSeconds: 0 };

describe('the panel that receives, in the extension host', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
    world.connections.add(world.memory);
    await world.run('receiveMessages', await world.findRow(0, 'orders'));
    await say({ type: 'ready' });
  });

  const panel = () => {
    const found = world.window.panels.at(-1);
    assert.ok(found);
    return found;
  };
  async function say(message: object): Promise<void> {
    panel().receive(message);
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  function last<T extends HostToReceive['type']>(type: T) {
    const posted = panel().posted as readonly HostToReceive[];
    return posted.findLast(
      (each): each is Extract<HostToReceive, { readonly type: T }> => each.type === type,
    );
  }

  it('opens for the queue of the row, with the queues that can be received from', () => {
    const start = last('initialize');
    assert.equal(start?.queueArn, ORDERS);
    assert.deepEqual(
      start?.queues.map(({ name, connection }) => [name, connection]),
      [
        ['orders', undefined],
        ['orders-dead', undefined],
      ],
      'the connection in memory cannot receive',
    );
  });

  it('answers with what was received, and with what became of each handle', async () => {
    world.received.push(makeReceived('a'), makeReceived('b'));
    await say({ type: 'receive', requestId: 1, request: REQUEST });
    const outcome = last('received')?.outcome;
    assert.deepEqual(outcome?.ok === true && outcome.messages.map(({ messageId }) => messageId), ['a']);
    await say({ type: 'deleteHandles', queueArn: ORDERS, handles: ['handle of a'] });
    assert.deepEqual(last('handlesDeleted')?.result, { done: ['handle of a'], failed: [] });
    await say({ type: 'changeVisibility', queueArn: ORDERS, handles: ['handle of a'], seconds: 60 });
    const changed = last('visibilityChanged');
    assert.match(changed?.result.failed[0]?.reason ?? '', /expired/u);
    assert.equal(changed?.visibleAt, 60_000);
  });

  it('keeps answers for a page that was hidden meanwhile', async () => {
    world.received.push(makeReceived('a'));
    panel().setVisible(false);
    const before = panel().posted.length;
    await say({ type: 'receive', requestId: 1, request: REQUEST });
    await say({ type: 'deleteHandles', queueArn: ORDERS, handles: ['handle of a'] });
    await say({ type: 'changeVisibility', queueArn: ORDERS, handles: ['handle of a'], seconds: 60 });
    assert.equal(panel().posted.length, before);
    panel().setVisible(true);
    await say({ type: 'ready' });
    const answers = ['initialize', 'received', 'handlesDeleted', 'visibilityChanged'];
    const listAnswers = () =>
      panel()
        .posted.slice(before)
        .map(({ type }) => type)
        .filter((type) => answers.includes(type));
    assert.deepEqual(listAnswers(), answers);
    assert.equal(last('received')?.queueArn, ORDERS);
    // Once only.
    panel().setVisible(false);
    panel().setVisible(true);
    await say({ type: 'ready' });
    assert.deepEqual(listAnswers(), [...answers, 'initialize']);
  });

  it('tells a page that was hidden meanwhile which call waits', async () => {
    world.holdReceives();
    await say({ type: 'receive', requestId: 4, request: REQUEST });
    panel().setVisible(false);
    panel().setVisible(true);
    await say({ type: 'ready' });
    assert.equal(last('initialize')?.pendingId, 4);
  });

  it('says for each handle that the connection is closed', async () => {
    await say({ type: 'deleteHandles', queueArn: `nowhere/${ORDERS}`, handles: ['x', 'y'] });
    assert.deepEqual(
      last('handlesDeleted')?.result.failed.map(({ reason }) => reason),
      Array(2).fill('The connection of this queue is closed.'),
    );
    await say({ type: 'receive', requestId: 2, request: { ...REQUEST, queueArn: `nowhere/${ORDERS}` } });
    assert.equal(last('received')?.outcome.ok, false);
  });

  it('asks before it deletes all, with the number of messages and queues', async () => {
    const queues = [
      { queueArn: ORDERS, handles: ['a', 'b'] },
      { queueArn: `nowhere/${ORDERS}`, handles: ['c'] },
    ];
    world.window.cancels = true;
    await say({ type: 'deleteAll', queues });
    assert.deepEqual(world.window.said, ['Delete 3 received messages from 2 queues?']);
    assert.equal(last('handlesDeleted'), undefined, 'the user cancelled');
    world.window.cancels = false;
    await say({ type: 'deleteAll', queues });
    const results = (panel().posted as readonly HostToReceive[]).filter(
      (each) => each.type === 'handlesDeleted',
    );
    assert.deepEqual(
      results.map(({ result }) => [result.done, result.failed.map(({ receiptHandle }) => receiptHandle)]),
      [
        [['a', 'b'], []],
        [[], ['c']],
      ],
    );
    await say({ type: 'deleteAll', queues: [{ queueArn: ORDERS, handles: ['a'] }] });
    assert.equal(world.window.said.at(-1), 'Delete 1 received message?');
  });

  it('keeps bodies whole while the panel lives, also of messages that were deleted', async () => {
    world.received.push(makeReceived('a'));
    await say({ type: 'receive', requestId: 1, request: REQUEST });
    await say({ type: 'deleteHandles', queueArn: ORDERS, handles: ['handle of a'] });
    await say({ type: 'readBody', receiptHandle: 'handle of a' });
    assert.equal(last('bodyRead')?.body, 'body of a');
    await say({ type: 'readBody', receiptHandle: 'unknown' });
    assert.deepEqual(last('bodyRead'), { type: 'bodyRead', receiptHandle: 'unknown' });
  });

  it('has the clock of each connection', () => {
    const clocks = last('initialize')?.clocks ?? [];
    assert.deepEqual(
      clocks.map(({ connectionId }) => connectionId),
      ['local', 'memory'],
    );
    assert.equal(clocks[0]?.now, 0);
    assert.ok((clocks[1]?.now ?? 0) > 0, 'this one has real time');
  });

  it('opens a message in its editor, and copies a handle', async () => {
    await say({ type: 'copy', text: 'handle of a' });
    assert.equal(world.readClipboard(), 'handle of a');
    const before = world.window.panels.length;
    await say({ type: 'openMessage', queueArn: ORDERS, messageId: 'a' });
    assert.equal(world.window.panels.length, before + 1);
  });
});
