import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { RUNTIME_LIMITS } from '../../broker/runtimeApi/runtimeLimits.ts';
import { formatRequest } from '../conformance/support/rawHttp.ts';
import { invocation } from '../support/runtimeApi/recordedRuntime.ts';
import { BASE, NEXT, TestSeat } from '../support/runtimeApi/testSeat.ts';

const RESPONSE = `POST ${BASE}/invocation/one/response`;
const HOST = 'Host: 127.0.0.1\r\n';
const many = (count: number): string => Array.from({ length: count }, (_, n) => `X-${n}: 1\r\n`).join('');

/** What comes in beside the request line, and the status that goes out. */
const REFUSED = [
  ['a page', `${HOST}Origin: https://evil.example\r\n`, 403],
  ['a page without an origin of its own', `${HOST}Origin: null\r\n`, 403],
  ['a prefetch', `${HOST}Sec-Purpose: prefetch\r\n`, 403],
  ['a page of the same site', `${HOST}Sec-Fetch-Site: same-origin\r\n`, 403],
  ['a link', `${HOST}Referer: https://evil.example/\r\n`, 403],
  ['a browser', `${HOST}User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n`, 403],
  ['a name that was made to resolve to this machine', 'Host: rebound.example\r\n', 403],
  ['a name that begins like a loopback address', 'Host: 127.0.0.1.evil.example\r\n', 403],
  ['no host', '', 400],
  ['two hosts', `${HOST}Host: evil.example\r\n`, 400],
  ['an Origin behind 128 headers', `${HOST}${many(127)}Origin: null\r\n`, 431],
] as const;

describe('A port of the Runtime API', () => {
  let seat: TestSeat;

  beforeEach(async () => {
    seat = await TestSeat.open({ headersTimeout: 100, connectionsCheckingInterval: 20 });
  });
  afterEach(async () => {
    await seat.close();
    assert.deepEqual(seat.defects, []);
  });

  for (const [who, headers, status] of REFUSED) {
    it(`gives no event to ${who}`, async () => {
      const refused = seat.connect();
      refused.write(`${NEXT} HTTP/1.1\r\n${headers}\r\n`);
      assert.equal(await refused.readStatus(), status);
      assert.deepEqual(seat.events.take(), []);
      await seat.run(invocation('one'));
    });

    it(`takes no result from ${who}, and the invocation goes on`, async () => {
      const connection = await seat.run(invocation('one'));
      const refused = seat.connect();
      refused.write(`${RESPONSE} HTTP/1.1\r\n${headers}Content-Length: 1\r\n\r\n1`);
      assert.equal(await refused.readStatus(), status);
      assert.deepEqual(seat.events.take(), ['ready']);
      assert.equal((await seat.call(RESPONSE, '2', {}, connection)).status, 202);
    });
  }

  it('gives no event to a whole URL', async () => {
    const refused = seat.connect();
    refused.write(`GET http://evil.example${BASE}/invocation/next HTTP/1.1\r\n${HOST}\r\n`);
    assert.equal(await refused.readStatus(), 400);
    assert.deepEqual(seat.events.take(), []);
  });

  describe('has the headers in each response that keep it from being a page:', () => {
    for (const [what, text] of [
      ['accepted', `POST ${BASE}/init/error HTTP/1.1\r\n${HOST}Content-Length: 2\r\n\r\n{}`],
      ['rejected by the state', `${RESPONSE} HTTP/1.1\r\n${HOST}\r\n`],
      ['ping', `GET /ping HTTP/1.1\r\n${HOST}\r\n`],
      ['no such path', `GET / HTTP/1.1\r\n${HOST}\r\n`],
      ['a page', `${NEXT} HTTP/1.1\r\n${HOST}Origin: null\r\n\r\n`],
      ['what is not HTTP', 'nonsense\r\n\r\n'],
      ['an expectation', `${RESPONSE} HTTP/1.1\r\n${HOST}Expect: a-miracle\r\nContent-Length: 1\r\n\r\n`],
      ['a head that is too long', `${NEXT} HTTP/1.1\r\n${HOST}X: ${'x'.repeat(1_200_000)}\r\n\r\n`],
      ['an upgrade', `GET /control HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
    ] as const) {
      it(what, async () => {
        const connection = seat.connect();
        connection.write(text);
        const { headers } = await connection.readAnswer();
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
        assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/);
      });
    }

    it('an event', async () => {
      const connection = await seat.wait();
      seat.handOver(invocation('one'));
      assert.equal((await connection.readAnswer()).headers.get('x-content-type-options'), 'nosniff');
    });
  });

  it('ends a connection whose head takes too long, and holds a next for longer', async () => {
    const waiting = await seat.wait();
    const slow = seat.connect();
    slow.write(`${NEXT} HTTP/1.1\r\n`);
    const silent = seat.connect();
    assert.equal(await slow.readStatus(), 408);
    await silent.closed();
    seat.handOver(invocation('one'));
    assert.equal((await waiting.readAnswer()).status, 200);
    assert.deepEqual(seat.events.take(), ['ready']);
  });

  it('keeps a result that comes slowly, longer than a head may take', async () => {
    const connection = await seat.run(invocation('one'));
    connection.write(formatRequest(RESPONSE, { 'Content-Length': '4' }, 'tr'));
    const slow = seat.connect();
    slow.write('GET');
    assert.equal(await slow.readStatus(), 408);
    connection.write('ue');
    assert.equal((await connection.readAnswer()).status, 202);
  });

  it('closes connections that are more than a runtime needs', async () => {
    const waiting = await seat.wait();
    const others = Array.from({ length: RUNTIME_LIMITS.connections - 1 }, () => seat.connect());
    for (const other of others) {
      other.write(formatRequest(RESPONSE, {}));
      assert.equal((await other.readAnswer()).status, 400);
    }
    const beyond = seat.connect();
    await beyond.closed();
    seat.handOver(invocation('one'));
    assert.equal((await waiting.readAnswer()).status, 200);
  });

  it('ends a connection that sends on and on while its next waits, and gives it no event', async () => {
    const flooding = seat.connect();
    const isGone = seat.once('gone');
    flooding.write(formatRequest(NEXT, {}));
    for (let index = 0; index <= RUNTIME_LIMITS.requestsBehindNext; index++) {
      flooding.write(formatRequest(RESPONSE, {}));
    }
    await isGone;
    seat.handOver(invocation('one'));
    assert.deepEqual(seat.events.take(), ['ready', 'gone']);
  });

  it('ends a connection that sends nonsense behind its next, and gives it no event', async () => {
    const connection = await seat.wait();
    const isGone = seat.once('gone');
    connection.write('nonsense\r\n\r\n');
    await isGone;
    await connection.closed();
    seat.handOver(invocation('one'));
    assert.deepEqual(seat.events.take(), ['ready', 'gone']);
  });

  for (const [what, text] of [
    ['a chunk that is none', 'xyz\r\n'],
    ['an end of the connection', undefined],
  ] as const) {
    it(`fails the invocation whose result breaks off with ${what}`, async () => {
      const connection = await seat.run(invocation('one'));
      const isOver = seat.once('error');
      connection.write(`${RESPONSE} HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`);
      if (text === undefined) setImmediate(() => connection.socket.destroy());
      else connection.write(text);
      await isOver;
      assert.match(seat.events.take().at(-1) ?? '', /^error one Runtime\.TruncatedResponse /);
      await seat.wait();
    });
  }

  it('takes no path for the ID of an invocation', async () => {
    await seat.run(invocation('one'));
    for (const id of ['%6fne', 'ONE', 'one%00', '../one', 'x'.repeat(60_000)]) {
      const { status } = await seat.call(`POST ${BASE}/invocation/${id}/response`, '1');
      assert.ok(status === 400 || status === 404, `${id.slice(0, 20)}: ${status}`);
    }
    assert.deepEqual(seat.events.take(), ['ready']);
  });
});
