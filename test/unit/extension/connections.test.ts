import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { TreeItem, Uri } from 'vscode';
import type { MessagesParams, MessageSummary } from '../../../broker/protocol/message.ts';
import type { BrokerSession } from '../../../extension/broker/session.ts';
import { formatQueueRef, isConnectionId, parseQueueRef } from '../../../extension/connections/queueRef.ts';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import { formatMessageUri, parseMessageUri } from '../../../extension/queues/messages/messageUri.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { listOffered, type RowMenus } from '../../support/connections/menuClauses.ts';
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
      assert.deepEqual(await labels(world.read(attributes)), ['DelaySeconds']);
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
        'openComposer',
        'purgeQueue',
        'sendMessage',
      ]);
      assert.deepEqual(offered[0], [
        'breakOnArrival',
        'copyQueueArn',
        'copyQueueUrl',
        'deleteQueue',
        'injectFaults',
        'openComposer',
        'openTrace',
        'peekMessages',
        'purgeQueue',
        'redriveQueue',
        'runLoadTest',
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
      world.window.typed = 'hello';
      await world.run('sendMessage', await world.findRow(1, 'orders'));
      assert.deepEqual(world.memory.sent, [{ queueArn: ORDERS, body: 'hello' }]);
      assert.deepEqual(world.session.asked('message/send'), []);
      await world.run('sendMessage', await world.findRow(0, 'orders'));
      assert.equal(world.memory.sent.length, 1);
      assert.deepEqual(world.session.asked('message/send'), [{ queueArn: ORDERS, body: 'hello' }]);
    });

    it('takes the address of a queue, and a name or an ARN of the local broker first', async () => {
      world.window.typed = 'hello';
      await world.run('sendMessage', { connectionId: 'memory', arn: DEAD });
      assert.deepEqual(world.memory.sent, [{ queueArn: DEAD, body: 'hello' }]);
      for (const target of ['orders', ORDERS]) await world.run('sendMessage', target);
      assert.equal(world.session.asked('message/send').length, 2);
    });

    it('asks for the queues of those connections that can do it', async () => {
      const ask = async (command: string) => {
        await world.run(command);
        return world.window.items.map(({ label, detail }) => `${label} ${detail}`);
      };
      assert.deepEqual(await ask('sendMessage'), [
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

  describe('a message', () => {
    const message: MessageSummary = {
      messageId: '6ab1',
      state: 'visible',
      sentAt: 0,
      receiveCount: 0,
      sizeBytes: 5,
      preview: 'hello',
    };
    let deleted: MessagesParams[];
    let row: TreeNode;

    beforeEach(async () => {
      deleted = [];
      const peekable = new MemoryConnection('peekable', [makeQueue('orders', 1)], {
        peek: {
          page: () => Promise.resolve({ messages: [message] }),
          read: (queueArn) =>
            Promise.resolve({
              ...message,
              queueArn,
              body: 'hello',
              bodyMd5: '',
              attributes: [],
              systemAttributes: {},
            }),
        },
        change: {
          delete: (params) => {
            deleted.push(params);
            return Promise.resolve({ done: params.messageIds, missed: [] });
          },
          release: () => Promise.reject(new Error('not asked for')),
          extend: () => Promise.reject(new Error('not asked for')),
        },
      });
      world.connections.add(peekable);
      const [messages] = await world.listRows(await world.findRow(2, 'orders'));
      const [first] = await world.listRows(messages);
      assert.ok(first);
      row = first;
    });

    it('is offered what its connection can do', () => {
      assert.deepEqual(listOffered(MANIFEST, world.tree.getTreeItem(row).contextValue ?? ''), [
        'copyMessageBody',
        'decryptMessage',
        'deleteMessages',
        'openMessage',
      ]);
    });

    it('is changed where it is', async () => {
      await world.run('deleteMessages', row, [row]);
      assert.deepEqual(deleted, [{ queueArn: ORDERS, messageIds: ['6ab1'] }]);
      for (const command of [
        'copyMessages',
        'redriveMessages',
        'sendAgain',
        'editAndResend',
        'showMessageInTrace',
      ]) {
        world.window.said.length = 0;
        await world.run(command, row, [row]);
        assert.deepEqual(world.window.said, [REFUSED], command);
      }
      assert.deepEqual(world.session.asked('/delete'), []);
    });

    it('is a document that is read from its connection', async () => {
      await world.run('openMessage', row);
      const [command, uri] = world.executed.at(-1) ?? [];
      assert.equal(command, 'vscode.open');
      assert.deepEqual(uri, { scheme: 'queueside', authority: 'peekable', path: '/orders/6ab1.txt' });
      const files = new world.code.MessageFiles({
        connections: world.connections,
        shouldFormat: () => false,
      });
      assert.equal(Buffer.from(await files.readFile(uri as Uri)).toString(), 'hello');
      assert.deepEqual(world.session.asked('message/get'), []);
    });
  });

  describe('the view', () => {
    it('counts the new dead letters of both, and knows of queues on either', () => {
      const view = new world.code.QueuesView({
        session: world.session as unknown as BrokerSession,
        connections: world.connections,
        sources: { readPageSize: () => 25 },
        onShown: () => undefined,
      });
      // The sample queues have three messages each, one of them in flight.
      assert.equal(world.window.view.badge?.value, 6);
      world.memory.queues.remove(DEAD);
      assert.equal(world.window.view.badge?.value, 3);
      const hasQueues = world.executed.findLast(([, key]) => key === 'queueside.hasQueues');
      assert.deepEqual(hasQueues, ['setContext', 'queueside.hasQueues', true]);
      view.dispose();
    });
  });

  describe('the composer', () => {
    const send = (requestId: number, more: object = {}) => ({
      type: 'send',
      requestId,
      params: { queueArn: ORDERS, body: `number ${requestId}` },
      ...more,
    });

    it('offers the queues of both, opens for the row, and sends to where the queue is', async () => {
      await world.run('openComposer', await world.findRow(1, 'orders'));
      const panel = world.window.panels.at(-1);
      assert.ok(panel);
      const wait = (type: string) => waitFor(() => panel.posted.find((message) => message.type === type));
      panel.receive({ type: 'ready' });
      const greeting = (await wait('initialize')) as unknown as {
        readonly queueArn: string;
        readonly queues: readonly { readonly name: string; readonly connection?: unknown }[];
      };
      assert.equal(greeting.queueArn, `memory/${ORDERS}`);
      const connection = { id: 'memory', name: 'In memory', hasTrace: false, maximumMessageBytes: 2048 };
      assert.deepEqual(
        greeting.queues.map((queue) => [queue.name, queue.connection]),
        [
          ['orders', undefined],
          ['orders-dead', undefined],
          ['orders', connection],
          ['orders-dead', connection],
        ],
      );
      panel.receive(send(1, { connectionId: 'memory' }));
      await wait('sent');
      panel.receive(send(2));
      await waitFor(() => panel.posted.filter(({ type }) => type === 'sent')[1]);
      assert.deepEqual(world.memory.sent, [{ queueArn: ORDERS, body: 'number 1' }]);
      assert.deepEqual(world.session.asked('message/send'), [{ queueArn: ORDERS, body: 'number 2' }]);
    });

    it('says why it did not send where the connection is gone', async () => {
      await world.run('openComposer', await world.findRow(0, 'orders'));
      const panel = world.window.panels.at(-1);
      assert.ok(panel);
      panel.receive({ type: 'ready' });
      await waitFor(() => panel.posted.find(({ type }) => type === 'initialize'));
      panel.receive(send(1, { connectionId: 'gone' }));
      const sent = await waitFor(() => panel.posted.find(({ type }) => type === 'sent'));
      assert.deepEqual(sent, {
        type: 'sent',
        requestId: 1,
        outcome: { ok: false, failure: { message: 'The connection of this queue is closed.' } },
      });
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

/** What a panel answers comes with a later turn; nothing of it waits for a timer. */
async function waitFor<T>(find: () => T | undefined): Promise<T> {
  for (let turn = 0; turn < 50; turn += 1) {
    const found = find();
    if (found !== undefined) return found;
    await Promise.resolve();
  }
  throw new Error('It did not come.');
}
