import assert from 'node:assert/strict';
import type { UndoableChange } from '../../../broker/protocol/queue.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;
const PURGE: UndoableChange = { kind: 'purge', queueArn: ORDERS, at: 5_000, messages: 2 };
const DELETION: UndoableChange = { kind: 'delete', queueArn: ORDERS, at: 6_000, messages: 0 };
const MOVE: UndoableChange = {
  kind: 'moveMessages',
  undoId: 'moved',
  queueArn: ORDERS,
  toQueueArn: DEAD,
  at: 8_000,
  messages: 1,
};
const CHANGE: UndoableChange = {
  kind: 'changeQueue',
  undoId: 'changed',
  queueArn: DEAD,
  at: 9_000,
  attributes: ['VisibilityTimeout'],
  tags: ['team'],
};

describe('taking a change back', () => {
  let world: ConnectionWorld;
  let place: MemoryConnection;
  let changes: UndoableChange[];
  let undone: unknown[];
  /** Why the undo of a loss fails, by the queue. */
  let refusals: Map<string, string>;
  let restored: { messages: number; missing: number };
  /** Queues that cannot be purged or deleted. */
  let broken: Set<string>;

  beforeEach(async () => {
    world = await createConnectionWorld();
    changes = [];
    undone = [];
    refusals = new Map();
    restored = { messages: 2, missing: 0 };
    broken = new Set();
    const lose = (arn: string) => (broken.has(arn) ? Promise.reject(new Error('It is in use.')) : undefined);
    place = new MemoryConnection(
      'able',
      [makeQueue('orders', 2), { ...makeQueue('orders-dead', 2), deadLetterSources: [ORDERS] }],
      {
        purge: (arn) => lose(arn) ?? Promise.resolve(2),
        delete: (arn) => lose(arn) ?? Promise.resolve(),
        undo: {
          list: () => Promise.resolve(changes),
          messages: (undoId) => {
            undone.push(undoId);
            return Promise.resolve({ done: ['a'], missed: [] });
          },
          change: (undoId) => {
            undone.push(undoId);
            return Promise.resolve();
          },
          loss: (loss) => {
            undone.push(loss);
            const refusal = refusals.get(loss.queueArn);
            return refusal === undefined ? Promise.resolve(restored) : Promise.reject(new Error(refusal));
          },
        },
      },
    );
    world.connections.add(world.memory);
    world.connections.add(place);
    world.window.press = 'Undo';
  });

  const row = (name = 'orders') => world.findRow(2, name);
  const said = () => world.window.said.filter((text) => !text.endsWith('?'));
  async function run(command: string, ...args: readonly unknown[]): Promise<void> {
    await world.run(command, ...args);
    for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  it('undoes the purge that the notification is about, and no later one', async () => {
    changes = [PURGE];
    await run('purgeQueue', await row());
    assert.deepEqual(undone, [PURGE]);
    assert.deepEqual(said(), ['Purged 2 messages.', '2 messages were restored.']);
  });

  it('says which queue is back when it was empty', async () => {
    changes = [DELETION];
    restored = { messages: 0, missing: 0 };
    await run('deleteQueue', await row());
    assert.deepEqual(said(), ['Deleted orders.', 'The queue orders was restored.']);
  });

  it('says which queue is back with how many messages', async () => {
    changes = [DELETION];
    await run('deleteQueue', await row());
    assert.equal(said().at(-1), 'The queue orders was restored. 2 messages were restored.');
  });

  it('says why nothing could be undone, and leads to what can', async () => {
    changes = [DELETION];
    refusals.set(ORDERS, 'A queue with that name exists again.');
    world.window.press = 'Undo';
    await run('deleteQueue', await row());
    assert.equal(said().at(-1), 'Nothing was undone. A queue with that name exists again.');
    world.window.press = 'Show What Can Be Undone';
    world.window.choose = (items) => items[0];
    await run('undoLastChange');
    assert.deepEqual(world.executed.at(-1), ['queueside.undoLastChange']);
  });

  it('tells what was done although the connection does not say what can be undone', async () => {
    const list = () => Promise.reject(new Error('The disk is full.'));
    Object.assign(place.can, { undo: { ...place.can.undo, list } });
    await run('purgeQueue', await row());
    assert.deepEqual(said(), ['Purged 2 messages.']);
  });

  for (const [command, text] of [
    ['purgeQueue', 'Purged 2 messages. Skipped: 1. orders-dead: It is in use.'],
    ['deleteQueue', 'Deleted orders. Skipped: 1. orders-dead: It is in use.'],
  ] as const) {
    it(`tells what was done of several, and undoes that: ${command}`, async () => {
      const loss = command === 'purgeQueue' ? PURGE : DELETION;
      changes = [loss];
      broken.add(DEAD);
      const rows = [await row('orders-dead'), await row()];
      await run(command, rows[0], rows);
      assert.equal(said()[0], text);
      assert.deepEqual(undone, [loss]);
    });
  }

  it('fails where nothing was done', async () => {
    broken.add(ORDERS);
    await assert.rejects(run('purgeQueue', await row()), /It is in use/);
    assert.deepEqual(said(), []);
  });

  it('undoes what it can of several', async () => {
    changes = [DELETION, { ...DELETION, queueArn: DEAD }];
    refusals.set(DEAD, 'This deletion can no longer be undone.');
    const rows = [await row(), await row('orders-dead')];
    await run('deleteQueue', rows[0], rows);
    assert.equal(
      said().at(-1),
      'The queue orders was restored. 2 messages were restored. Skipped: 1. orders-dead: This deletion can no longer be undone.',
    );
  });

  describe('by the command', () => {
    const list = () => world.window.items.map(({ label, description }) => `${label}: ${description}`);

    it('lists what every connection can take back, newest first', async () => {
      changes = [CHANGE, MOVE, PURGE, { ...PURGE, queueArn: DEAD, messages: 0 }];
      world.session.undoable = [{ ...DELETION, at: 7_000, messages: 3 }];
      await run('undoLastChange');
      assert.deepEqual(list(), [
        'Edit Queue: orders-dead · Visibility timeout, tag team',
        'Move Messages: orders → orders-dead · 1 message',
        'Delete Queue: orders · 3 messages',
        'Purge Queue: orders · 2 messages',
      ]);
      assert.deepEqual(undone, []);
    });

    for (const [change, asked, text] of [
      [CHANGE, 'changed', 'Undid the change of orders-dead.'],
      [MOVE, 'moved', '1 message was restored.'],
      [PURGE, PURGE, '2 messages were restored.'],
      [DELETION, DELETION, 'The queue orders was restored. 2 messages were restored.'],
    ] as const) {
      it(`takes it back, and says so: ${change.kind}`, async () => {
        changes = [change];
        world.window.choose = (items) => items[0];
        await run('undoLastChange');
        assert.deepEqual(undone, [asked]);
        assert.deepEqual(said(), [text]);
      });
    }

    it('asks the broker for the purge that was picked', async () => {
      world.session.undoable = [PURGE];
      world.window.choose = (items) => items[0];
      await run('undoLastChange');
      assert.deepEqual(world.session.asked('undoPurge'), [{ queueArn: ORDERS, at: 5_000 }]);
    });

    it('says so where nothing can be undone', async () => {
      await run('undoLastChange');
      assert.deepEqual(said(), ['Nothing to undo. Changes can be undone for a few minutes only.']);
    });
  });

  it('tells how far a redrive of a queue came before it failed, and undoes that', async () => {
    let pages = 0;
    Object.assign(place.can, {
      peek: {
        ...place.can.peek,
        page: () => {
          pages += 1;
          return pages === 1
            ? Promise.resolve({ messages: [{ messageId: 'a' }], nextCursor: 'more' })
            : Promise.reject(new Error('The broker has stopped.'));
        },
      },
      redrive: () => Promise.resolve({ done: ['a'], missed: [], undoId: 'redriven' }),
    });
    await run('redriveQueue', await row('orders-dead'));
    assert.equal(said()[0], 'Redrove 1 message of orders-dead. The rest failed: The broker has stopped.');
    assert.deepEqual(undone, ['redriven']);
  });
});
