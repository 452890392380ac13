import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { before, describe, it } from 'mocha';
import { type ControlClient, connectClient, openClient, tryConnect } from '../support/controlClient.ts';
import { startTestBroker, TOKEN, type TestBroker } from '../support/testBroker.ts';

const BEARER = { authorization: `Bearer ${TOKEN}` };

describe('The door of the control channel', () => {
  let test: TestBroker;

  before(async () => {
    test = await startTestBroker();
  });

  it('lets in who shows the token', async () => {
    assert.equal((await tryConnect(test.info.control, { headers: BEARER })).status, 101);
  });

  const refusals: readonly [
    what: string,
    headers: Record<string, string>,
    path: string,
    status: number,
    text: RegExp,
  ][] = [
    ['no token', {}, '/control', 401, /token is missing or wrong/],
    ['a wrong token', { authorization: 'Bearer wrong' }, '/control', 401, /token is missing or wrong/],
    ['half a token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, '/control', 401, /token/],
    ['the token by another scheme', { authorization: `Basic ${TOKEN}` }, '/control', 401, /token/],
    ['the token in the URL', {}, `/control?token=${TOKEN}`, 401, /token/],
    ['a web page', { ...BEARER, origin: 'http://127.0.0.1' }, '/control', 403, /web pages/],
    ['a page of no origin', { ...BEARER, origin: 'null' }, '/control', 403, /web pages/],
    ['a name that is not loopback', { ...BEARER, host: 'evil.example:9324' }, '/control', 403, /Host header/],
    [
      'a name that begins like loopback',
      { ...BEARER, host: '127.0.0.1.evil.example' },
      '/control',
      403,
      /Host/,
    ],
    ['another path', BEARER, '/', 404, /only WebSocket path/],
    ['a browser without an origin', { ...BEARER, 'sec-fetch-site': 'none' }, '/control', 403, /browsers/],
    ['a page of an old draft', { ...BEARER, 'sec-websocket-origin': 'null' }, '/control', 403, /browsers/],
  ];
  for (const [what, headers, path, status, text] of refusals) {
    it(`refuses ${what} with ${status}`, async () => {
      const url = test.info.control.replace('/control', path);
      const refusal = await tryConnect(url, { headers });
      assert.equal(refusal.status, status);
      assert.match(refusal.text, text);
    });
  }

  it('rejects an invalid handshake', async () => {
    const { port } = new URL(test.info.endpoint);
    const socket = connectTcp(Number(port), '127.0.0.1');
    socket.end(
      `GET /control HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Authorization: Bearer ${TOKEN}\r\n\r\n`,
    );
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    await once(socket, 'close');
    assert.match(answer, /^HTTP\/1\.1 400 /);
  });

  it('survives clients that hang up during the handshake', async () => {
    const { port } = new URL(test.info.endpoint);
    for (let n = 0; n < 20; n++) {
      const socket = connectTcp(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `GET /control HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
      );
      socket.resetAndDestroy();
    }
    assert.equal((await tryConnect(test.info.control, { headers: BEARER })).status, 101);
  });

  it('is closed on a broker without a token', async () => {
    const open = await startTestBroker({ token: undefined });
    const refusal = await tryConnect(open.info.control, { headers: { authorization: 'Bearer undefined' } });
    assert.equal(refusal.status, 403);
    assert.match(refusal.text, /without a token/);
  });

  it('refuses more connections than a workspace has windows', async () => {
    const crowded = await startTestBroker();
    const clients: ControlClient[] = [];
    for (let n = 0; n < 32; n++) clients.push(await connectClient(crowded.info.control));
    assert.equal((await tryConnect(crowded.info.control, { headers: BEARER })).status, 503);
    await clients[0]?.close();
    await waitUntil(() => crowded.broker.control.sessionCount < 32);
    assert.equal((await tryConnect(crowded.info.control, { headers: BEARER })).status, 101);
  });

  it('ends a connection that answers no ping', async () => {
    const strict = await startTestBroker({ keepAlive: { pingMs: 10, pongMs: 10 } });
    const client = await connectClient(strict.info.control);
    client.socket.pause();
    await waitUntil(() => strict.broker.control.sessionCount === 0);
    client.socket.terminate();
  });

  it('keeps a connection that answers its pings', async () => {
    const strict = await startTestBroker({ keepAlive: { pingMs: 5, pongMs: 2000 } });
    const client = await openClient(strict.info.control);
    for (let n = 0; n < 5; n++) await once(client.socket, 'ping');
    assert.equal(strict.broker.control.sessionCount, 1);
    await client.close();
  });
});

/** Waits for something without an event: the other end of a connection notices. */
async function waitUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
