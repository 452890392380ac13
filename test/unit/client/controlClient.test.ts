import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { ControlClient } from '../../../broker/client/controlClient.ts';
import { getClock } from '../../../broker/protocol/clock.ts';

describe('A control client', () => {
  let server: WebSocketServer;
  let control: string;
  /** What the server answers a method with. */
  let answers: Record<string, object>;

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (peer) => {
      peer.on('message', (data: Buffer) => {
        const { id, method } = JSON.parse(data.toString('utf8')) as { id: number; method: string };
        peer.send(JSON.stringify({ jsonrpc: '2.0', id, ...answers[method] }));
      });
    });
    await once(server, 'listening');
    control = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/control`;
  });

  afterEach(() => {
    for (const peer of server.clients) peer.terminate();
    server.close();
  });

  it('opens a session, asks and says goodbye', async () => {
    answers = { initialize: { result: {} }, [getClock.method]: { result: { offsetMs: 5 } } };
    const client = await ControlClient.open(control, 'token');
    assert.deepEqual(await client.request(getClock, {}), { offsetMs: 5 });
    await client.close();
    await client.close();
  });

  it('rejects a request that waits when the connection breaks', async () => {
    answers = { initialize: { result: {} } };
    const client = await ControlClient.open(control, 'token');
    const [peer] = server.clients;
    assert.ok(peer);
    peer.removeAllListeners('message').once('message', () => peer.terminate());
    await assert.rejects(client.request(getClock, {}), /connection got disposed/);
  });

  it('leaves no connection behind when the broker refuses the session', async () => {
    answers = { initialize: { error: { code: -32_803, message: 'another version' } } };
    const connected = once(server, 'connection');
    const opening = assert.rejects(ControlClient.open(control, 'token'), /another version/);
    const [peer] = (await connected) as [WebSocket];
    await Promise.all([opening, once(peer, 'close')]);
  });
});
