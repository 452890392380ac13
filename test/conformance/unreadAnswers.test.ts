import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { SERVER_LIMITS } from '../../broker/sqs/calls/config.ts';
import { PipeliningClient } from '../support/pipeliningClient.ts';
import { caller } from '../support/engineHarness.ts';
import { type LocalBroker, startLocalBroker } from './support/broker.ts';

const MEBIBYTE = 1_048_576;
const QueueUrl = 'http://localhost/000000000000/orders';
const CALLS = 40;
/** One answer has begun when the limit is reached; heads and the rest of what an answer says come on top. */
const SLACK_BYTES = MEBIBYTE;

describe('A client that does not read its answers', function () {
  this.timeout(60_000);
  let broker: LocalBroker;
  let sockets: Socket[];
  let clients: PipeliningClient[];
  let commits: (() => void)[] | undefined;

  beforeEach(async () => {
    commits = undefined;
    sockets = [];
    clients = [];
    broker = await startLocalBroker({
      commit: (done) => {
        if (commits === undefined) done();
        else commits.push(done);
      },
    });
    broker.server.on('connection', (socket) => sockets.push(socket));
    await call(await connect(), 'CreateQueue', { QueueName: 'orders' });
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    await broker.close();
    assert.deepEqual(broker.defects, []);
  });

  async function connect(): Promise<PipeliningClient> {
    const client = await PipeliningClient.open(broker.port);
    clients.push(client);
    return client;
  }

  async function call(client: PipeliningClient, action: string, members: object): Promise<string> {
    client.request(action, members);
    const { status, body } = await client.readAnswer();
    assert.equal(status, 200, body);
    return body;
  }

  /** Messages of 1 MiB, as many as wanted, without a connection. */
  function fill(count: number): void {
    const queue = broker.engine.findQueue('us-east-1', '000000000000', 'orders');
    assert.ok(queue !== undefined);
    const body = 'x'.repeat(MEBIBYTE);
    for (let sent = 0; sent < count; sent++)
      assert.ok(sendMessage(broker.engine, queue, { body }, caller).ok);
  }

  /** Asks for the same message again and again, all at once. */
  async function askWithoutReading(): Promise<PipeliningClient> {
    const client = await connect();
    client.stopReading();
    await client.writeTogether(() => {
      for (let count = 0; count < CALLS; count++) {
        client.request('ReceiveMessage', { QueueUrl, VisibilityTimeout: 0 });
      }
    });
    return client;
  }

  /** Bytes of messages that were answered on all connections and that the system has not taken. */
  function unreadBytes(): number {
    const answered = broker.calls.reduce((sum, { action, payloadBytes }) => {
      return action === 'ReceiveMessage' ? sum + payloadBytes : sum;
    }, 0);
    return answered - sockets.reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0);
  }

  /** Resolves when all that so many clients ask for has come. */
  async function asked(count: number): Promise<void> {
    const isAsked = (): boolean =>
      sockets.length === count + 1 &&
      sockets.slice(1).every(({ bytesRead }) => bytesRead > 0 && bytesRead === sockets[1]?.bytesRead);
    while (!isAsked()) await new Promise(setImmediate);
  }

  it('is answered up to the limit, is read no further, and gets the rest when it reads', async () => {
    fill(1);
    const client = await askWithoutReading();
    await asked(1);
    const calls = broker.calls.length;
    assert.ok(calls > 1 && calls < CALLS, `${calls} calls`);
    assert.ok(unreadBytes() <= SERVER_LIMITS.unreadBytes + SLACK_BYTES, `${unreadBytes()} bytes`);
    client.readOn();
    for (let count = 0; count < CALLS; count++) {
      const { status, body } = await client.readAnswer();
      assert.equal(status, 200);
      assert.ok(body.length > MEBIBYTE);
    }
  });

  it('is handed no more while its answers wait for the disk', async () => {
    fill(1);
    let received = 0;
    broker.engine.onEvent(({ kind }) => {
      if (kind === 'received') received++;
    });
    commits = [];
    await askWithoutReading();
    await asked(1);
    assert.ok(received > 0 && received <= SERVER_LIMITS.unreadBytes / MEBIBYTE, `${received} messages`);
    for (const done of commits) done();
  });

  it('is handed no message by its long polls, which others get; and is again when it reads', async () => {
    const polls = SERVER_LIMITS.pendingPerConnection;
    const client = await connect();
    client.stopReading();
    for (let count = 0; count < polls; count++) {
      client.request('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
    }
    const queue = broker.engine.findQueue('us-east-1', '000000000000', 'orders');
    while (queue?.waiters.size !== polls) await new Promise(setImmediate);
    fill(polls);
    const handed = queue.inFlightCount;
    assert.ok(handed > 0 && handed <= SERVER_LIMITS.unreadBytes / MEBIBYTE, `${handed} messages`);
    const other = JSON.parse(await call(clients[0] as PipeliningClient, 'ReceiveMessage', { QueueUrl })) as {
      readonly Messages: readonly unknown[];
    };
    assert.equal(other.Messages.length, 1);
    client.readOn();
    for (let count = 0; count < polls - 1; count++) {
      assert.ok((await client.readAnswer()).body.length > MEBIBYTE);
    }
  });

  it('shares a limit with all others like it; who reads sends and deletes meanwhile, and receives behind them', async () => {
    fill(1);
    const count = 3 * (SERVER_LIMITS.unreadBytesOfAll / SERVER_LIMITS.unreadBytes);
    for (let number = 0; number < count; number++) await askWithoutReading();
    await asked(count);
    assert.ok(unreadBytes() <= SERVER_LIMITS.unreadBytesOfAll + SLACK_BYTES, `${unreadBytes()} bytes`);
    const reader = clients[0] as PipeliningClient;
    await call(reader, 'SendMessage', { QueueUrl, MessageBody: 'small' });
    reader.request('ReceiveMessage', { QueueUrl });
    const refused = await reader.readAnswer();
    assert.equal(refused.status, 503);
    assert.match(refused.body, /wait to be read/);
    // Some of them end with a reset.
    const closed = sockets.slice(1).map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const client of clients.slice(1)) client.close();
    await Promise.all(closed);
    await call(reader, 'ReceiveMessage', { QueueUrl });
  });
});

describe('The view of a queue of large messages', () => {
  it('comes in pages that end early, and together have all messages', async () => {
    const broker = await startLocalBroker();
    const client = await PipeliningClient.open(broker.port);
    client.request('CreateQueue', { QueueName: 'orders' });
    await client.readAnswer();
    const queue = broker.engine.findQueue('us-east-1', '000000000000', 'orders');
    assert.ok(queue !== undefined);
    const count = 20;
    for (let number = 0; number < count; number++) {
      const body = `${number}`.padEnd(MEBIBYTE, '"');
      assert.ok(sendMessage(broker.engine, queue, { body }, caller).ok);
    }
    const numbers: number[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      client.write(
        `GET /queueside/queues/orders/messages?limit=1000&offset=${offset} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      );
      const { status, body } = await client.readAnswer();
      assert.equal(status, 200);
      assert.ok(body.length < SERVER_LIMITS.answerBytes);
      const page = JSON.parse(body) as { messages: { body: string }[]; nextOffset?: number };
      numbers.push(...page.messages.map((message) => Number.parseInt(message.body, 10)));
      offset = page.nextOffset;
    }
    assert.deepEqual(
      numbers,
      Array.from({ length: count }, (_, number) => number),
    );
    client.close();
    await broker.close();
  });
});
