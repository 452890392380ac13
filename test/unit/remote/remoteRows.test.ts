import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { listOffered, type RowMenus } from '../../support/menus/listOffered.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { readFileSync } from 'node:fs';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';

const MANIFEST: RowMenus = JSON.parse(readFileSync('package.json', 'utf8'));
const ACCOUNT = '000000000000';

describe('The row of a connection to another endpoint', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
  });

  async function addRemote(urls: readonly string[], next?: string) {
    const server = await startRecordingServer((response, { action }) => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      const list = { QueueUrls: urls, ...(next !== undefined && { NextToken: next }) };
      response.end(
        JSON.stringify(action === 'ListQueues' ? list : { Attributes: { ApproximateNumberOfMessages: '3' } }),
      );
    });
    const remote = createRemoteWorld(server.endpoint);
    world.connections.add(remote.connection);
    return { ...remote, server };
  }

  async function findRoot(): Promise<TreeNode> {
    const root = (await world.listRows())[1];
    assert.ok(root);
    return root;
  }

  const label = (node: TreeNode): unknown => world.tree.getTreeItem(node).label;

  it('is collapsed, and connects when the user expands it', async () => {
    const { connection, server } = await addRemote([`http://x/${ACCOUNT}/orders`]);
    const root = await findRoot();
    const item = world.tree.getTreeItem(root);
    assert.deepEqual([item.label, item.description, item.collapsibleState], ['x', 'not connected', 1]);
    assert.equal(server.requests.length, 0);
    assert.deepEqual((await world.listRows(root)).map(label), ['orders']);
    assert.equal(connection.isOpen, true);
    assert.equal(world.tree.getTreeItem(root).description, 'us-east-1 · open');
  });

  it('does not connect because the tree looks for a row, or a command asks for a queue', async () => {
    const { server } = await addRemote([`http://x/${ACCOUNT}/orders`]);
    await world.tree.listAll();
    await world.run('copyQueueArn');
    assert.equal(server.requests.length, 0);
  });

  it('offers what it can do, and nothing else', async () => {
    await addRemote([`http://x/${ACCOUNT}/orders`]);
    const root = await findRoot();
    const context = String(world.tree.getTreeItem(root).contextValue);
    assert.match(context, /^connection;remote;/);
    const offered = listOffered(MANIFEST, context);
    assert.deepEqual(offered.toSorted(), [
      'addQueueByUrl',
      'copyRequiredPolicy',
      'createQueue',
      'openConnection',
      'removeConnection',
    ]);
    const [local] = await world.listRows();
    assert.ok(local);
    const ofLocal = listOffered(MANIFEST, String(world.tree.getTreeItem(local).contextValue));
    assert.deepEqual(ofLocal, []);
  });

  it('says why it failed, and does not try again until the user connects', async () => {
    const server = await startRecordingServer(replyError(403, 'InvalidClientTokenId'));
    const { connection } = createRemoteWorld(server.endpoint);
    world.connections.add(connection);
    const root = await findRoot();
    for (let time = 0; time < 3; time += 1) {
      const [problem] = await world.listRows(root);
      assert.ok(problem);
      assert.match(String(label(problem)), /does not know the access key/);
    }
    assert.equal(server.requests.length, 1);
    await world.code.openConnection(world.connections, root);
    assert.equal(server.requests.length, 2);
  });

  it('ends with a row that lists more', async () => {
    const { server } = await addRemote([`http://x/${ACCOUNT}/orders`], 'token');
    const rows = await world.listRows(await findRoot());
    const more = rows.at(-1);
    assert.ok(more);
    assert.equal(label(more), 'Load more…');
    await world.code.readMoreQueues(more);
    assert.equal(JSON.parse(server.requests.at(-1)?.body ?? '').NextToken, 'token');
  });

  it('shows of a queue that its messages are not counted yet, and does not hide it as empty', async () => {
    await addRemote([`http://x/${ACCOUNT}/orders`]);
    const [orders] = await world.listRows(await findRoot());
    assert.ok(orders);
    const item = world.tree.getTreeItem(orders);
    assert.equal(item.description, 'not counted');
    assert.match(String(item.contextValue), /;nonempty/);
    assert.match(String(item.accessibilityInformation?.label), /not counted/);
  });
});

describe('What is purged or deleted on another endpoint', () => {
  const URLS = ['orders', 'bills'].map((name) => `http://x/${ACCOUNT}/${name}`);
  let world: ConnectionWorld;

  /** A connection to these queues, each with so many messages. */
  async function addPlace(level: ProtectionLevel, visible: number | undefined) {
    world = await createConnectionWorld();
    Object.assign(world.services.settings, { read: () => true });
    const Attributes = { ApproximateNumberOfMessages: String(visible) };
    const server = await startRecordingServer((response, { action }) => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(action === 'ListQueues' ? { QueueUrls: URLS } : { Attributes }));
    });
    const { connection, setLevel, consent } = createRemoteWorld(server.endpoint);
    world.connections.add(connection);
    setLevel(level);
    await connection.open();
    const rows = await Promise.all(['orders', 'bills'].map((name) => world.findRow(1, name)));
    if (visible !== undefined) {
      connection.remote.setVisible(true);
      await connection.queues.count();
    }
    return { rows, consent, calls: () => server.requests.map(({ action }) => action) };
  }

  const ROWS: readonly (readonly [number | undefined, string, string])[] = [
    [undefined, 'not counted', 'This deletes all messages; not all of them are counted.'],
    [0, 'empty when it was counted', 'This deletes about 0 messages.'],
    [1, 'about 1 visible', 'This deletes about 1 message.'],
    [3, 'about 3 visible', 'This deletes about 3 messages.'],
  ];
  for (const [visible, contents, loss] of ROWS) {
    it(`is said with its connection, and that it cannot be undone: ${contents}`, async () => {
      const { rows } = await addPlace('open', visible);
      await world.run('purgeQueue', rows[0]);
      assert.deepEqual(world.window.details, [
        `orders on x: ${contents}\n${loss}\nThis cannot be undone on x.`,
      ]);
      assert.deepEqual(world.window.said, ['Delete all messages from orders on x?', 'Purged orders on x.']);
      world.window.details.length = 0;
      world.window.said.length = 0;
      await world.run('deleteQueue', rows[1]);
      assert.deepEqual(world.window.details, [`${loss}\nThis cannot be undone on x.`]);
      assert.deepEqual(world.window.said, ['Delete the queue bills on x?', 'Deleted bills on x.']);
    });
  }

  it('names the connection of each queue beside those of the local broker', async () => {
    const { rows } = await addPlace('open', 3);
    const local = await world.findRow(0, 'orders');
    await world.run('deleteQueue', local, [local, ...rows]);
    const [lines] = world.window.details;
    assert.match(String(lines), /^orders: .*\norders on x: about 3 visible\nbills on x: about 3 visible\n/);
  });

  for (const [command, action] of [
    ['purgeQueue', 'PurgeQueue'],
    ['deleteQueue', 'DeleteQueue'],
  ] as const) {
    it(`is asked about in one step where the level is confirm, with what is lost: ${command}`, async () => {
      const { rows, consent, calls } = await addPlace('confirm', 3);
      consent.typed = 'orders';
      await world.run(command, rows[0]);
      assert.deepEqual(world.window.details, []);
      assert.deepEqual(consent.asked, [
        {
          by: 'typeQueueName',
          connection: 'x',
          action,
          queues: ['orders'],
          lines: ['This deletes about 3 messages.', 'This cannot be undone on x.'],
        },
      ]);
      assert.ok(calls().includes(action));
    });
  }

  it('is rejected before any question where the level is readOnly', async () => {
    const { rows, calls } = await addPlace('readOnly', undefined);
    world.window.choose = (items) => items.at(-1);
    for (const [command, action] of [
      ['purgeQueue', 'PurgeQueue'],
      ['deleteQueue', 'DeleteQueue'],
      ['sendFiles', 'SendMessage'],
      ['sendMessage', 'SendMessage'],
    ] as const) {
      // Without a row, the composer opens, and asks for the queue itself.
      const choice = command === 'sendMessage' ? [] : [[]];
      for (const args of [[rows[0]], [rows[0], rows], ...choice]) {
        world.window.said.length = 0;
        await world.run(command, ...args);
        assert.deepEqual(world.window.said, [
          `“x” has the protection level readOnly, which does not allow ${action}. Nothing was changed.`,
        ]);
      }
    }
    assert.deepEqual(world.window.details, []);
    assert.deepEqual(new Set(calls()), new Set(['ListQueues']));
  });
});
