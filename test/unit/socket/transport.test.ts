import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { type WebSocket, WebSocketServer } from 'ws';
import { NotOurBrokerError, openSocket } from '../../../broker/socket/openSocket.ts';
import { SocketMessageReader, SocketMessageWriter } from '../../../broker/socket/transport.ts';

const TOKEN = 'the token';

describe('the control socket', () => {
  let server: WebSocketServer;
  let address: string;
  let peers: WebSocket[];

  beforeEach(async () => {
    peers = [];
    server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      verifyClient: ({ req }: { req: IncomingMessage }) => req.headers.authorization === `Bearer ${TOKEN}`,
    });
    server.on('connection', (peer) => peers.push(peer));
    await once(server, 'listening');
    address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/control`;
  });

  afterEach(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });

  async function connect() {
    const connected = once(server, 'connection');
    const socket = await openSocket(address, TOKEN);
    await connected;
    const [peer] = peers;
    assert.ok(peer);
    return {
      peer,
      socket,
      connection: createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket)),
    };
  }

  it('carries one message in a text frame, without headers', async () => {
    const { peer, connection } = await connect();
    peer.on('message', (data: Buffer, isBinary) => {
      const { id, method, params } = JSON.parse(data.toString('utf8'));
      assert.equal(isBinary, false);
      peer.send(JSON.stringify({ jsonrpc: '2.0', id, result: { method, params } }));
    });
    connection.listen();
    assert.deepEqual(await connection.sendRequest('queue/list', { snow: '雪' }), {
      method: 'queue/list',
      params: { snow: '雪' },
    });
  });

  it('loses nothing that arrives before a listener exists', async () => {
    const { peer, connection } = await connect();
    for (const params of [[1], [2]]) peer.send(JSON.stringify({ jsonrpc: '2.0', method: 'tick', params }));
    const ping = once(peer, 'pong');
    const seen: unknown[] = [];
    const both = new Promise<void>((resolve) => {
      connection.onNotification('tick', (value: unknown) => {
        seen.push(value);
        if (seen.length === 2) resolve();
      });
    });
    connection.listen();
    peer.ping();
    await Promise.all([both, ping]);
    assert.deepEqual(seen, [1, 2]);
  });

  for (const [name, frame, code] of [
    ['binary data', Buffer.from('{"jsonrpc":"2.0"}'), 1003],
    ['no JSON', 'hello', 1007],
    ['JSON of another kind', '[1]', 1007],
    ['a message of another version', '{"jsonrpc":"1.0"}', 1007],
  ] as const) {
    it(`closes on ${name}`, async () => {
      const { peer, connection } = await connect();
      const failed = new Promise<Error>((resolve) => connection.onError(([error]) => resolve(error)));
      const closed = once(peer, 'close');
      connection.listen();
      peer.send(frame);
      assert.match((await failed).message, /not a JSON-RPC message/);
      assert.equal((await closed)[0], code);
    });
  }

  it('reports one bad frame, and ignores what comes after it', async () => {
    const { peer, connection } = await connect();
    const errors: string[] = [];
    const notices: unknown[] = [];
    connection.onError(([error]) => errors.push(error.message));
    connection.onNotification('tick', (value: unknown) => {
      notices.push(value);
    });
    const closed = once(peer, 'close');
    connection.listen();
    for (let frame = 0; frame < 1_000; frame += 1) peer.send('hello');
    peer.send(JSON.stringify({ jsonrpc: '2.0', method: 'tick', params: [1] }));
    await closed;
    assert.deepEqual([errors.length, notices], [1, []]);
  });

  it('ignores what comes after it began to close', async () => {
    const { peer, socket, connection } = await connect();
    const errors: string[] = [];
    connection.onError(([error]) => errors.push(error.message));
    const closed = Promise.all([once(peer, 'close'), once(socket, 'close')]);
    connection.listen();
    socket.close(1000);
    for (let frame = 0; frame < 10; frame += 1) peer.send('hello');
    await closed;
    assert.deepEqual(errors, []);
  });

  it('takes an answer as large as the largest page of the trace', async () => {
    const { peer, connection } = await connect();
    const contents = '"'.repeat(5 * 1_048_576);
    peer.on('message', (data: Buffer) => {
      const { id } = JSON.parse(data.toString('utf8'));
      peer.send(JSON.stringify({ jsonrpc: '2.0', id, result: contents }));
    });
    connection.listen();
    const answer: string = await connection.sendRequest('trace/read');
    assert.equal(answer.length, contents.length);
  });

  it('reports the end of the connection', async () => {
    const { peer, connection } = await connect();
    const closed = new Promise<void>((resolve) => connection.onClose(resolve));
    connection.listen();
    peer.terminate();
    await closed;
    await assert.rejects(async () => connection.sendRequest('queue/list'), /closed/);
  });

  it('distinguishes a wrong token and a closed port from other faults', async () => {
    await assert.rejects(openSocket(address, 'wrong'), NotOurBrokerError);
    server.close();
    await once(server, 'close');
    await assert.rejects(openSocket(address, TOKEN), NotOurBrokerError);
    await assert.rejects(openSocket('ws://host.invalid./control', TOKEN), (error) => {
      return !(error instanceof NotOurBrokerError);
    });
  });
});
