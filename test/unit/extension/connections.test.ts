import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { TreeItem } from 'vscode';
import { formatQueueRef, isConnectionId, parseQueueRef } from '../../../extension/connections/queueRef.ts';
import { formatMessageUri, parseMessageUri } from '../../../extension/queues/messages/messageUri.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { listOffered, type RowMenus } from '../../support/menus/listOffered.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const MANIFEST: RowMenus = JSON.parse(readFileSync('package.json', 'utf8'));
const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;
const REFUSED = 'The connection In memory can’t do this.';

describe('the address of a queue', () => {
  it('is its ARN on the local broker, as before there were connections', () => {
    assert.equal(formatQueueRef({ connectionId: 'local', arn: ORDERS }), ORDERS);
    assert.deepEqual(parseQueueRef(ORDERS), { connectionId: 'local', arn: ORDERS });
  });

  it('is found again with its connection', () => {
    for (const connectionId of ['local', 'memory', 'orders-prod-2']) {
      const ref = { connectionId, arn: ORDERS };
      assert.deepEqual(parseQueueRef(formatQueueRef(ref)), ref);
      const address = { connectionId, queueName: 'orders.fifo', messageId: '6ab1', isJson: false };
      assert.deepEqual(parseMessageUri(formatMessageUri(address)), address);
    }
    assert.equal(
      formatMessageUri({ connectionId: 'local', queueName: 'a', messageId: 'b', isJson: true }).authority,
      '',
    );
  });

  it('has a connection id that the authority of a URI can be', () => {
    assert.deepEqual(['local', 'orders-prod', 'a1', '', '1a', 'Prod', 'a/b', 'a.b'].map(isConnectionId), [
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('with the local broker alone', () => {
  let world: ConnectionWorld;
  beforeEach(async () => {
    world = await createConnectionWorld();
  });

  it('the tree begins with the queues, whose rows are called by their ARNs', async () => {
    const items = await world.read();
    assert.deepEqual(
      items.map(({ label, id }) => [label, id]),
      [
        ['orders', ORDERS],
        ['orders-dead', DEAD],
      ],
    );
    const [orders] = await world.listRows();
    assert.ok(orders);
    assert.equal(world.tree.getParent(orders), undefined);
    assert.deepEqual(await labels(world.read(orders)), ['Messages', 'Attributes']);
  });

  it('a queue has its messages first, and its cost estimate only if the setting asks for it', async () => {
    world.sources.showsCost = () => true;
    const [orders] = await world.listRows();
    assert.deepEqual(await labels(world.read(orders)), ['Messages', 'Attributes', 'Cost estimate']);
  });

  it('a pick does not name connections', async () => {
    await world.run('copyQueueArn');
    assert.deepEqual(
      world.window.items.map(({ detail }) => detail),
      [ORDERS, DEAD],
    );
  });
});

describe('with a second connection', () => {
  let world: ConnectionWorld;
  beforeEach(async () => {
    world = await createConnectionWorld();
    world.connections.add(world.memory);
  });

  describe('the tree', () => {
    it('has a branch for each, with the same ARN on both', async () => {
      assert.deepEqual(
        (await world.read()).map(({ label, description }) => [label, description]),
        [
          ['Local broker', '2 queues'],
          ['In memory', '2 queues'],
        ],
      );
      const ids: (string | undefined)[] = [];
      for (const root of await world.listRows()) {
        for (const row of await world.listRows(root)) {
          ids.push(world.tree.getTreeItem(row).id);
          assert.equal(world.tree.getParent(row), root);
        }
      }
      assert.deepEqual(ids, [ORDERS, DEAD, `memory/${ORDERS}`, `memory/${DEAD}`]);
    });

    it('shows of a queue what its connection can show', async () => {
      const row = await world.findRow(1, 'orders');
      assert.deepEqual(await labels(world.read(row)), ['Attributes']);
      const [attributes] = await world.listRows(row);
      assert.deepEqual(await labels(world.read(attributes)), ['Delivery delay']);
      assert.deepEqual(world.session.asked('queue/get'), []);
    });

    it('filters both', async () => {
      world.tree.filter = 'dead';
      for (const root of await world.listRows())
        assert.deepEqual(await labels(world.read(root)), ['orders-dead']);
    });

    it('begins with the queues again when the connection is removed, and follows it no more', async () => {
      const other = new MemoryConnection('other', []);
      const { followers } = world.memory.queues;
      const added = world.connections.add(other);
      assert.equal((await world.read()).length, 3);
      assert.equal(other.queues.followers, followers);
      assert.ok(followers > 0);
      added.dispose();
      assert.equal((await world.read()).length, 2);
      assert.equal(other.queues.followers, 0);
    });

    it('follows none of them any more when it is disposed', () => {
      world.tree.dispose();
      world.connections.dispose();
      world.composers.dispose();
      assert.equal(world.memory.queues.followers, 0);
    });

    it('refuses a connection whose id is taken', () => {
      for (const id of ['local', 'memory', 'Not An Id'])
        assert.throws(() => world.connections.add(new MemoryConnection(id, [])), /Not a new connection id/);
    });
  });

  describe('the menus', () => {
    it('offer on a row what the connection can do', async () => {
      const offered = await Promise.all([0, 1].map(async (root) => offeredOn(world, root, 'orders-dead')));
      assert.deepEqual(offered[1], [
        'copyQueueArn',
        'copyQueueUrl',
        'deleteQueue',
        'pinQueues',
        'purgeQueue',
        'sendFiles',
        'sendMessage',
      ]);
      assert.deepEqual(offered[0], [
        'breakOnArrival',
        'copyMessages',
        'copyQueueArn',
        'copyQueueUrl',
        'createAlarm',
        'deleteQueue',
        'editQueue',
        'exportMessages',
        'importMessages',
        'injectFaults',
        'moveMessages',
        'openForecast',
        'openMetrics',
        'openTrace',
        'peekMessages',
        'pinQueues',
        'purgeQueue',
        'receiveMessages',
        'redriveQueue',
        'runLoadTest',
        'searchQueues',
        'sendFiles',
        'sendMessage',
        'stopFaults',
        'testIdempotence',
      ]);
    });

    it('leave out nothing that a command would do after all', async () => {
      const [local = [], memory = []] = await Promise.all(
        [0, 1].map(async (root) => offeredOn(world, root, 'orders-dead')),
      );
      const row = await world.findRow(1, 'orders-dead');
      world.session.requests.length = 0;
      const notOffered = local.filter((name) => !memory.includes(name));
      for (const name of notOffered) {
        world.window.said.length = 0;
        await world.run(name, row, [row]);
        assert.deepEqual(world.window.said, [REFUSED], name);
      }
      assert.deepEqual(world.session.requests, []);
      assert.deepEqual(world.shown, []);
    });
  });

  describe('a command', () => {
    it('works on the queue of the row that it was called on', async () => {
      await world.run('purgeQueue', await world.findRow(1, 'orders'));
      assert.deepEqual(world.memory.purged, [ORDERS]);
      assert.deepEqual(world.session.asked('queue/purge'), []);
      await world.run('purgeQueue', await world.findRow(0, 'orders'));
      assert.equal(world.memory.purged.length, 1);
      assert.deepEqual(world.session.asked('queue/purge'), [{ queueArn: ORDERS }]);
    });

    it('takes the address of a queue, and a name or an ARN of the local broker first', async () => {
      await world.run('purgeQueue', { connectionId: 'memory', arn: DEAD });
      assert.deepEqual(world.memory.purged, [DEAD]);
      for (const target of ['orders', ORDERS]) await world.run('purgeQueue', target);
      assert.equal(world.session.asked('queue/purge').length, 2);
    });

    it('asks rather than takes a queue of another connection, if the local broker has none of that name', async () => {
      const bills = makeQueue('bills');
      world.connections.add(new MemoryConnection('other', [bills]));
      for (const target of ['bills', bills.arn]) {
        assert.equal(world.connections.findQueueByText(target), undefined);
      }
      assert.ok(world.connections.findQueueByText(ORDERS));
    });

    it('asks for the queues of those connections that can do it', async () => {
      const ask = async (command: string) => {
        await world.run(command);
        return world.window.items.map(({ label, detail }) => `${label} ${detail}`);
      };
      assert.deepEqual(await ask('copyQueueUrl'), [
        `orders ${ORDERS} on Local broker`,
        `orders-dead ${DEAD} on Local broker`,
        `orders ${ORDERS} on In memory`,
        `orders-dead ${DEAD} on In memory`,
      ]);
      assert.deepEqual(await ask('peekMessages'), [`orders ${ORDERS}`, `orders-dead ${DEAD}`]);
      assert.deepEqual(await ask('injectFaults'), [`orders ${ORDERS}`, `orders-dead ${DEAD}`]);
    });

    it('asks for the queues of one connection while another cannot be read, and fails when none can', async () => {
      const fail = () => Promise.reject(new Error('no network'));
      world.memory.queues.refresh = fail;
      await world.run('copyQueueArn');
      assert.equal(world.window.items.length, 4);
      world.services.queues.refresh = fail;
      await assert.rejects(world.run('copyQueueArn'), /no network/);
    });

    it('that takes several rows treats each where it is', async () => {
      const rows = [await world.findRow(0, 'orders'), await world.findRow(1, 'orders')];
      await world.run('copyQueueArn', rows[0], rows);
      assert.equal(world.readClipboard(), `${ORDERS}\n${ORDERS}`);
      await world.run('purgeQueue', rows[1], [rows[1]]);
      assert.deepEqual(world.memory.purged, [ORDERS]);
      assert.ok(world.window.said.includes('Purged 2 messages.'));
      world.window.said.length = 0;
      // What one of them cannot do is done to none, and said once.
      const all = [...rows, await world.findRow(1, 'orders-dead')];
      await world.run('stopFaults', all[0], all);
      assert.deepEqual(world.window.said, [REFUSED]);
    });

    it('shows in the tree what it has done', async () => {
      await world.run('deleteQueue', await world.findRow(1, 'orders'));
      const [local, memory] = await world.listRows();
      assert.deepEqual(await labels(world.read(memory)), ['orders-dead']);
      assert.deepEqual(await labels(world.read(local)), ['orders', 'orders-dead']);
    });
  });
});

async function labels(items: Promise<readonly TreeItem[]>): Promise<unknown[]> {
  return (await items).map(({ label }) => label);
}

async function offeredOn(world: ConnectionWorld, root: number, name: string): Promise<string[]> {
  const row = await world.findRow(root, name);
  return listOffered(MANIFEST, world.tree.getTreeItem(row).contextValue ?? '');
}
