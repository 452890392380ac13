import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'mocha';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import type { RemoteConnection } from '../../../extension/remote/remoteConnection.ts';
import { listOffered, type RowMenus } from '../../support/menus/listOffered.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';

const MANIFEST: RowMenus = JSON.parse(readFileSync('package.json', 'utf8'));
const URLS = { QueueUrls: ['http://x/000000000000/orders'] };

/** Takes requests and never replies. */
async function startSilentServer() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('Disconnecting', () => {
  let isExpired = false;
  afterEach(() => {
    isExpired = false;
  });

  async function openPlace() {
    const server = await startRecordingServer((response, request) => {
      if (isExpired) return replyError(403, 'ExpiredToken')(response, request);
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end(JSON.stringify(URLS));
    });
    const remote = createRemoteWorld(server.endpoint);
    remote.connection.remote.setVisible(true);
    await remote.connection.open();
    return { ...remote, server };
  }

  it('forgets the queues, stops the timer and calls nothing more; the definition stays', async () => {
    const { connection, server, timers } = await openPlace();
    const calls = server.requests.length;
    assert.equal(timers.length, 1);
    connection.remote.close();
    assert.deepEqual([connection.isOpen, connection.queues.queues, timers], [false, [], []]);
    assert.equal(connection.remote.description, 'not connected');
    await connection.queues.refresh();
    assert.throws(() => connection.getLink(), /is not connected/);
    assert.equal(server.requests.length, calls);
    assert.equal(connection.definition.name, 'x');
  });

  const CLOSINGS: readonly (readonly [string, (connection: RemoteConnection) => void])[] = [
    ['disconnects', (connection) => connection.remote.close()],
    ['changes the settings of the connection', (connection) => connection.dispose()],
  ];
  for (const [what, close] of CLOSINGS) {
    it(`ends a transfer, which gives back what it holds, when the user ${what}`, async () => {
      const { connection, server } = await openPlace();
      const { gate } = connection.getLink();
      const giveBack = () =>
        gate.call('ChangeMessageVisibility', { QueueUrl: 'x', ReceiptHandle: 'r', VisibilityTimeout: 0 });
      const abort = new AbortController();
      const transfer = connection.transfers.hold(abort, async () => {
        await once(abort.signal, 'abort');
        return giveBack();
      });
      const other = new AbortController();
      const failing = connection.transfers.hold(other, async () => {
        await once(other.signal, 'abort');
        throw new Error('failed');
      });
      close(connection);
      await assert.rejects(failing, /failed/);
      assert.ok((await transfer).ok);
      assert.equal(server.requests.at(-1)?.action, 'ChangeMessageVisibility');
      // Afterwards, nothing leaves.
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(!(await giveBack()).ok);
    });
  }

  it('lasts until the user connects again, also if the row is listed', async () => {
    const { connection, server } = await openPlace();
    const world: ConnectionWorld = await createConnectionWorld();
    world.connections.add(connection);
    connection.remote.close();
    const [, root] = await world.listRows();
    assert.ok(root);
    const calls = server.requests.length;
    assert.deepEqual(await world.listRows(root), []);
    assert.equal(server.requests.length, calls);
    await world.code.openConnection(world.connections, root);
    assert.equal(connection.isOpen, true);
  });

  it('is offered while it is connected, and Connect while it is not', async () => {
    const { connection } = await openPlace();
    const world = await createConnectionWorld();
    world.connections.add(connection);
    const [, root] = await world.listRows();
    const listCommands = () =>
      listOffered(MANIFEST, String(world.tree.getTreeItem(root ?? assert.fail()).contextValue)).filter(
        (name) => /^(?:open|close)Connection$/.test(name),
      );
    assert.deepEqual(listCommands(), ['closeConnection']);
    connection.remote.close();
    assert.deepEqual(listCommands(), ['openConnection']);
  });

  it('is offered with Connect after a failure of a connection that was made', async () => {
    const { connection } = await openPlace();
    const world = await createConnectionWorld();
    world.connections.add(connection);
    isExpired = true;
    await connection.remote.listAgain();
    const [, root] = await world.listRows();
    const offered = listOffered(MANIFEST, String(world.tree.getTreeItem(root ?? assert.fail()).contextValue));
    assert.deepEqual(offered.filter((name) => /^(?:open|close)Connection$/.test(name)).toSorted(), [
      'closeConnection',
      'openConnection',
    ]);
  });

  it('cancels a call that waits, and nothing is called after it', async () => {
    const { server, endpoint } = await startSilentServer();
    const { connection, passTimer, shownOpenings, helped } = createRemoteWorld(endpoint);
    const opening = connection.open();
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    await passTimer();
    const [cancel] = shownOpenings;
    assert.ok(cancel);
    request.on('error', () => undefined);
    const hungUp = new Promise((resolve) => request.once('close', resolve));
    let later = 0;
    server.on('request', () => (later += 1));
    cancel();
    await hungUp;
    await opening;
    assert.deepEqual([connection.remote.state, later, helped], ['closed', 0, []]);
    assert.equal(connection.remote.problem, undefined);
  });

  it('shows no progress of a connection that is there within a second', async () => {
    const { shownOpenings, timers } = await openPlace();
    assert.deepEqual(shownOpenings, []);
    assert.deepEqual(
      timers.map(({ delayMs }) => delayMs),
      [60_000],
    );
  });

  it('can be followed by connecting at once, which the end of the first does not disturb', async () => {
    const { server, endpoint } = await startSilentServer();
    const { connection } = createRemoteWorld(endpoint);
    const first = connection.open();
    await once(server, 'request');
    connection.remote.close();
    server.on('request', (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end(JSON.stringify(URLS));
    });
    const second = connection.open();
    await Promise.all([first, second]);
    assert.deepEqual(
      [connection.isOpen, connection.queues.queues.map(({ name }) => name)],
      [true, ['orders']],
    );
  });
});

describe('The question for the code of a device', () => {
  it('goes away when the user cancels the connecting, and is not asked afterwards', async () => {
    const { code, window } = await createConnectionWorld();
    window.holdsInput = true;
    const cancelled = new AbortController();
    const asked = code.askMfaCode('x', 'arn:aws:iam::123456789012:mfa/me', cancelled.signal);
    cancelled.abort();
    assert.equal(await asked, undefined);
    window.holdsInput = false;
    window.typed = '123456';
    assert.equal(await code.askMfaCode('x', 'device', cancelled.signal), undefined);
    assert.equal(await code.askMfaCode('x', 'device', new AbortController().signal), '123456');
  });
});

describe('The policy that a connection needs', () => {
  it('is offered where the list is denied, and names the actions of the level', async () => {
    const server = await startRecordingServer(replyError(403, 'AccessDenied'));
    const { connection, setLevel } = createRemoteWorld(server.endpoint);
    setLevel('readOnly');
    const world = await createConnectionWorld();
    world.connections.add(connection);
    await connection.open();
    const [, root] = await world.listRows();
    const [problem] = await world.listRows(root);
    assert.equal(world.tree.getTreeItem(problem ?? assert.fail()).contextValue, 'problem;denied');
    const policy = JSON.parse(await connection.remote.writePolicy());
    assert.deepEqual(policy.Statement[1], {
      Sid: 'ReadQueues',
      Effect: 'Allow',
      Action: [
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ListDeadLetterSourceQueues',
        'sqs:ListMessageMoveTasks',
        'sqs:ListQueueTags',
      ],
      Resource: 'arn:aws:sqs:us-east-1:*:*',
    });
  });
});
