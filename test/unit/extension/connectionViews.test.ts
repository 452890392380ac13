import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Uri } from 'vscode';
import type { MessagesParams, MessageSummary } from '../../../broker/protocol/message.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { listOffered, type RowMenus } from '../../support/menus/listOffered.ts';
import { waitFor } from '../../support/waitFor.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const MANIFEST: RowMenus = JSON.parse(readFileSync('package.json', 'utf8'));
const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;
const REFUSED = 'The connection In memory can’t do this.';

describe('on two connections', () => {
  let world: ConnectionWorld;
  beforeEach(async () => {
    world = await createConnectionWorld();
    world.connections.add(world.memory);
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
      const read = (queueArn: string) =>
        Promise.resolve({
          ...message,
          queueArn,
          body: 'hello',
          bodyMd5: '',
          attributes: [],
          systemAttributes: {},
        });
      const peekable = new MemoryConnection('peekable', [makeQueue('orders', 1)], {
        peek: {
          page: () => Promise.resolve({ messages: [message] }),
          search: () => Promise.resolve({ found: [], searchedCount: 0, searchedBytes: 0 }),
          readPage: () => Promise.resolve({ messages: [], unreadableIds: [] }),
          read,
          follow: read,
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
        'compareMessages',
        'copyMessageBody',
        'decryptMessage',
        'deleteMessages',
        'exportMessages',
        'openBodyAsText',
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
      await world.run('openBodyAsText', row);
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
        session: world.session as unknown as BrokerClient,
        connections: world.connections,
        sources: world.sources,
        dragAndDrop: {} as never,
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

    it('shows the queue that was searched for, and stops hiding only what hides it', async () => {
      const empty = { ...makeQueue('boxes'), counts: { visible: 0, inFlight: 0, delayed: 0 } };
      world.connections.add(new MemoryConnection('third', [empty]));
      const view = new world.code.QueuesView({
        session: world.session as unknown as BrokerClient,
        connections: world.connections,
        sources: world.sources,
        dragAndDrop: {} as never,
        onShown: () => undefined,
      });
      world.arrangement.change({ hidesEmpty: true });
      view.setFilter('dead');
      await view.revealQueue({ connectionId: 'memory', arn: DEAD });
      assert.deepEqual([view.tree.filter, world.arrangement.current.hidesEmpty], ['dead', true]);
      await view.revealQueue({ connectionId: 'memory', arn: makeQueue('orders').arn });
      assert.deepEqual([view.tree.filter, world.arrangement.current.hidesEmpty], ['', true]);
      view.setFilter('box');
      await view.revealQueue({ connectionId: 'third', arn: empty.arn });
      assert.deepEqual([view.tree.filter, world.arrangement.current.hidesEmpty], ['box', true]);
      assert.equal(view.tree.countHidden(), 0);
      assert.deepEqual(
        world.window.view.revealed.map((row) => view.tree.getTreeItem(row).label),
        ['orders-dead', 'orders', 'boxes'],
      );
      view.dispose();
    });

    it('opens groups while a filter is set, and leaves them as they are without one', async () => {
      world.connections.add(
        new MemoryConnection(
          'third',
          ['box-a', 'box-b'].map((name) => makeQueue(name)),
        ),
      );
      world.arrangement.change({ grouping: 'prefix' });
      const readGroup = async () => {
        const rows = await world.listRows((await world.listRows())[2]);
        return rows.map((row) => world.tree.getTreeItem(row))[0];
      };
      const before = await readGroup();
      world.tree.filter = 'box';
      const filtered = await readGroup();
      assert.deepEqual([before?.label, before?.collapsibleState, filtered?.collapsibleState], ['box-', 1, 2]);
      assert.notEqual(filtered?.id, before?.id);
      world.tree.filter = '';
      assert.deepEqual([(await readGroup())?.id, (await readGroup())?.collapsibleState], [before?.id, 1]);
    });

    it('says what its keys are about', async () => {
      const view = new world.code.QueuesView({
        session: world.session as unknown as BrokerClient,
        connections: world.connections,
        sources: world.sources,
        dragAndDrop: {} as never,
        onShown: () => undefined,
      });
      const queue = await world.findRow(1, 'orders');
      const [attributes] = await world.listRows(queue);
      const rows = await world.listRows(attributes);
      for (const [selection, kind] of [
        [[queue], 'queue'],
        [[queue, attributes], 'other'],
        [[attributes], 'other'],
        [rows.slice(0, 1), 'attribute'],
        [[], 'other'],
      ] as const) {
        world.window.view.select(...(selection as readonly TreeNode[]));
        const told = world.executed.findLast(([, key]) => key === 'queueside.selectedKind');
        assert.equal(told?.[2], kind);
      }
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
      await world.run('sendMessage', await world.findRow(1, 'orders'));
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

    it('says why no queue could be created', async () => {
      world.refuseCreation('Wait 60 seconds after deleting a queue.');
      await world.run('sendMessage', await world.findRow(1, 'orders'));
      const panel = world.window.panels.at(-1);
      assert.ok(panel);
      panel.receive({ type: 'createQueue' });
      assert.equal(await waitFor(() => world.window.said[0]), 'Wait 60 seconds after deleting a queue.');
    });

    it('tells a page that was hidden meanwhile what became of its send, once it is shown again', async () => {
      await world.run('sendMessage', await world.findRow(0, 'orders'));
      const panel = world.window.panels.at(-1);
      assert.ok(panel);
      panel.setVisible(false);
      panel.receive(send(1, { connectionId: 'gone' }));
      panel.setVisible(true);
      panel.receive({ type: 'ready' });
      const sent = await waitFor(() => panel.posted.find(({ type }) => type === 'sent'));
      assert.equal(
        panel.posted.indexOf(sent) > panel.posted.findIndex(({ type }) => type === 'initialize'),
        true,
      );
    });

    it('says why it did not send when the connection is closed', async () => {
      await world.run('sendMessage', await world.findRow(0, 'orders'));
      const panel = world.window.panels.at(-1);
      assert.ok(panel);
      panel.receive({ type: 'ready' });
      await waitFor(() => panel.posted.find(({ type }) => type === 'initialize'));
      panel.receive(send(1, { connectionId: 'gone' }));
      const sent = await waitFor(() => panel.posted.find(({ type }) => type === 'sent'));
      assert.deepEqual(sent, {
        type: 'sent',
        requestId: 1,
        queueArn: `gone/${ORDERS}`,
        outcome: { ok: false, failure: { message: 'The connection that this queue belongs to is closed.' } },
      });
    });
  });
});
