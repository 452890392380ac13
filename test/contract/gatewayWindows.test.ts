import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { registerConsumer } from '../../broker/protocol/broker.ts';
import { setGatewayLevel } from '../../broker/protocol/gateway.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import type { Schedule } from '../../extension/ground/schedule.ts';
import type { GatewayOrder } from '../../extension/remote/gatewayOrder.ts';
import { type LocalBroker, startLocalBroker } from '../conformance/support/broker.ts';
import type { GatewayWindow } from '../support/gateway/gatewayWindow.ts';
import { loadWindowCode } from '../support/gateway/loadWindowCode.mjs';
import {
  closeAll,
  debugWorker,
  infoOf,
  kill,
  nextConnection,
  startElsewhere,
  until,
  writeGateway,
} from '../support/gateway/windowSteps.ts';
import { ManualSchedule } from '../support/manualSchedule.ts';
import { waitUntilGone } from '../support/witness.ts';

const KEYS = { accessKeyId: 'AKIDREALREALREAL', secretAccessKey: 'connection-secret' };
const TOKEN = 'environment-secret';
/** Long enough for a window to connect to what it has just started. */
const GRACE_MS = 1_500;

describe('The gateways of windows', function () {
  this.timeout(40_000);
  let code: Awaited<ReturnType<typeof loadWindowCode>>;
  let broker: LocalBroker;
  let folder: string;
  let script: string;
  const windows: GatewayWindow[] = [];
  const clients: SQSClient[] = [];

  before(async () => {
    code = await loadWindowCode();
    broker = await startLocalBroker();
  });
  after(() => broker.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'queueside-windows-'));
    script = join(folder, 'gateway.cjs');
    await writeGateway(script, GRACE_MS);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await closeAll(windows.splice(0));
    await rm(folder, { recursive: true });
  });

  function makeOrder(more: Partial<GatewayOrder> = {}): GatewayOrder {
    return {
      connection: { id: 'orders-prod', name: 'orders prod', kind: 'endpoint' } as GatewayOrder['connection'],
      place: { endpoint: broker.endpoint, region: 'us-east-1', partition: 'aws' },
      level: 'open',
      keys: KEYS,
      ...more,
    };
  }

  function openWindow(order = makeOrder(), schedule?: Schedule): GatewayWindow {
    const opened = code.openGatewayWindow({
      script,
      folder: join(folder, 'brokers', 'one'),
      order,
      ...(schedule && { schedule }),
    });
    windows.push(opened);
    opened.said.length = 0;
    return opened;
  }

  /** A program that was launched in a window. */
  async function launch(window: GatewayWindow) {
    const { info, keys } = await window.launch('worker');
    const client = new SQSClient({
      endpoint: info.endpoint,
      region: 'us-east-1',
      credentials: keys,
      maxAttempts: 12,
    });
    clients.push(client);
    return { client, keys };
  }

  it('is one process for all, whichever window starts it, and ends after the last has left', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const [first, second] = await Promise.all([infoOf(one), infoOf(other)]);
    assert.equal(first.pid, second.pid);
    assert.equal(first.endpoint, second.endpoint);
    // Whichever started it.
    for (const leaving of one.log.some((line) => line.includes(`process ${first.pid}`))
      ? [one, other]
      : [other, one]) {
      await infoOf(leaving);
      await leaving.gateways.leave();
    }
    await waitUntilGone(first.pid);
    assert.equal((await infoOf(other)).endpoint, first.endpoint);
  });

  it('outlives the process that started it as long as another window uses it, and no longer', async () => {
    const { starter, pid } = await startElsewhere({
      script,
      folder: join(folder, 'brokers', 'one'),
      order: makeOrder(),
    });
    const window = openWindow();
    assert.equal((await infoOf(window)).pid, pid);
    assert.equal(window.orders, 1);
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const { client } = await launch(window);
    await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
    await window.gateways.leave();
    await waitUntilGone(pid);
  });

  it('leaves no process when the only window is killed', async () => {
    const { starter, pid } = await startElsewhere({
      script,
      folder: join(folder, 'brokers', 'one'),
      order: makeOrder(),
    });
    starter.kill('SIGKILL');
    await waitUntilGone(pid);
  });

  it('is started again where it was after it was killed, and knows the launches of all windows', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const programs = [await launch(one), await launch(other)];
    const { endpoint } = await infoOf(one);
    const again = Promise.all([nextConnection(one), nextConnection(other)]);
    await kill(one);
    // Each retries until its launch is known: no answer of the new process ends that.
    await Promise.all(
      programs.map(({ client }, index) =>
        client.send(new CreateQueueCommand({ QueueName: `again-${index}` })),
      ),
    );
    const [first, second] = await again;
    assert.deepEqual([first.endpoint, second.endpoint, first.pid], [endpoint, endpoint, second.pid]);
    assert.deepEqual([one.said, other.said], [[], []]);
  });

  it('holds the messages of a program that is still paused after it was started again', async () => {
    const window = openWindow();
    const { client, keys } = await launch(window);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'held' }));
    const session = await window.open();
    const tracker = debugWorker(session, keys.accessKeyId);
    tracker?.onDidSendMessage?.({
      type: 'event',
      event: 'stopped',
      body: { threadId: 1, allThreadsStopped: true },
    });
    assert.equal(session.holds.count, 1);
    const again = nextConnection(window);
    await kill(window);
    await again;
    assert.equal(session.holds.count, 1);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await client.send(new ReceiveMessageCommand({ QueueUrl }));
    const readKinds = async () => {
      const { events } = await session.client.request(readTrace, { afterSequence: 0, limit: 100 });
      return events.map(({ kind }) => kind);
    };
    let kinds = await readKinds();
    while (!kinds.includes('held')) kinds = await readKinds();
    assert.ok(kinds.includes('received'));
  });

  it('is not asked again what was agreed to, after it was started again', async () => {
    const window = openWindow(makeOrder({ level: 'confirm' }));
    const { client } = await launch(window);
    await client.send(new CreateQueueCommand({ QueueName: 'agreed' }));
    assert.deepEqual(window.said, ['orders prod: let “worker” use agreed?']);
    const again = nextConnection(window);
    await kill(window);
    await again;
    await client.send(new CreateQueueCommand({ QueueName: 'agreed' }));
    assert.equal(window.said.length, 1);
  });

  it('has the level that the connection got while it was started, before it knows a launch', async () => {
    const window = openWindow();
    const session = await window.open();
    const { client } = await launch(window);
    const send = session.client.request.bind(session.client);
    const sent: string[] = [];
    session.client.request = (method, params) => {
      sent.push(method.method);
      return send(method, params);
    };
    const again = nextConnection(window);
    // The gateway is ordered with the level of before.
    const order = { ...makeOrder(), level: 'open' as const };
    window.orderOnce(() => {
      window.remote.level = 'readOnly';
      return order;
    });
    await kill(window);
    await again;
    await assert.rejects(client.send(new CreateQueueCommand({ QueueName: 'late' })), /level readOnly/);
    const ofStart = sent.filter((method) =>
      [setGatewayLevel, registerConsumer].some((each) => each.method === method),
    );
    assert.deepEqual(ofStart.slice(-2), [setGatewayLevel.method, registerConsumer.method]);
  });

  it('is ended for all windows when its connection is removed or changed: its level may be higher now', async () => {
    // It does not end because it is left.
    await writeGateway(script, 600_000);
    const [one, other] = [openWindow(), openWindow()];
    const { pid } = await infoOf(one);
    const session = await other.open();
    const { keys } = await launch(one);
    debugWorker(await one.open(), keys.accessKeyId);
    one.remove();
    assert.deepEqual(one.said, [
      'The gateway of “orders prod” ended, because its connection was changed or removed in the settings. Start again what calls it: “worker”.',
    ]);
    assert.deepEqual(one.gateways.sessions, []);
    await waitUntilGone(pid);
    await until(() => session.client.state.kind === 'stopped');
  });

  it('is left ten minutes after the last program of the window has ended', async () => {
    const schedule = new ManualSchedule();
    const window = openWindow(makeOrder(), schedule.after);
    const session = await window.open();
    const { pid } = await infoOf(window);
    const { keys } = await launch(window);
    debugWorker(session, keys.accessKeyId);
    schedule.advance(code.UNUSED_MS);
    assert.equal(session.client.state.kind, 'running');
    session.consumers.closeSession(keys.accessKeyId, 'one');
    schedule.advance(code.UNUSED_MS - 1);
    assert.equal(session.client.state.kind, 'running');
    schedule.advance(1);
    assert.equal(session.client.state.kind, 'stopped');
    await waitUntilGone(pid);
  });

  it('is left by a window that closes, whose connections go, too', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const { pid } = await infoOf(one);
    await infoOf(other);
    const { keys } = await launch(one);
    debugWorker(await one.open(), keys.accessKeyId);
    const left = one.gateways.leave();
    one.remove();
    await left;
    assert.equal((await infoOf(other)).pid, pid);
    assert.deepEqual(one.said, []);
  });

  it('is left when the user disconnects its connection in a window', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const { pid } = await infoOf(one);
    await infoOf(other);
    one.remote.waitsForUser = true;
    one.changeState();
    assert.deepEqual(one.gateways.sessions, []);
    assert.equal((await infoOf(other)).pid, pid);
  });

  for (const [what, more] of [
    ['environment', { environment: { AWS_PROFILE: 'other' } }],
    ['place', { place: { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', partition: 'aws' } }],
    ['access key', { keys: { ...KEYS, accessKeyId: 'AKIDOTHEROTHEROT' } }],
  ] as const) {
    it(`is not shared by windows with another ${what}`, async () => {
      const [one, other] = [openWindow(), openWindow(makeOrder(more))];
      const [first, second] = await Promise.all([infoOf(one), infoOf(other)]);
      assert.notEqual(first.pid, second.pid);
    });
  }

  for (const [what, listen] of [
    ['closes connections', (server: Server) => server.on('connection', (socket) => socket.destroy())],
    ['says nothing', (server: Server) => server],
  ] as const) {
    it(`moves to another port if a program took its own that ${what}, and says so`, async () => {
      const window = openWindow();
      const session = await window.open();
      const { keys } = await launch(window);
      debugWorker(session, keys.accessKeyId);
      const { endpoint, pid } = await infoOf(window);
      const server = listen(createServer());
      const again = nextConnection(window);
      process.kill(pid, 'SIGKILL');
      await waitUntilGone(pid);
      server.listen(Number(new URL(endpoint).port), '127.0.0.1');
      await once(server, 'listening');
      const info = await again;
      server.close();
      assert.notEqual(info.endpoint, endpoint);
      await until(() => window.said.length > 0);
      assert.deepEqual(window.said, [
        `The gateway of “orders prod” now runs at ${info.endpoint}, because another program took the port of ${endpoint}. Start again what calls it: “worker”.`,
      ]);
    });
  }

  it('has no secret in arguments, environment, files and log', async () => {
    const window = openWindow(makeOrder({ environment: { AWS_SESSION_TOKEN: TOKEN } }));
    const { keys } = await launch(window);
    const { pid } = await infoOf(window);
    const secrets = [KEYS.secretAccessKey, TOKEN, keys.secretAccessKey];
    const files = readdirSync(join(folder, 'brokers'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(files.length > 0);
    const texts = [
      ...files.flatMap((file) => [file, readFileSync(file, 'utf8')]),
      ...window.log,
      ...(process.platform === 'linux'
        ? ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'))
        : []),
    ];
    for (const secret of secrets)
      assert.deepEqual(
        texts.filter((text) => text.includes(secret)),
        [],
      );
  });
});
