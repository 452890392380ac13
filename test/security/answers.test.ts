import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSecurePort } from '../../broker/assembly/httpsEndpoint.ts';
import { startLocalBroker } from '../conformance/support/broker.ts';
import { startTestBroker, type TestBroker, TOKEN } from '../support/testBroker.ts';
import { type AnswerHead, HalfOpenClient, ServerSockets } from './support/halfOpenClient.ts';

const HOST = 'Host: localhost\r\n';
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
const TOKEN_HEADER = `Authorization: Bearer ${TOKEN}\r\n`;
const KEYS = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const many = (count: number): string => Array.from({ length: count }, (_, n) => `X-${n}: 1\r\n`).join('');
const PURGE = '/000000000000/orders?Action=PurgeQueue';

interface Case {
  readonly what: string;
  readonly text: string;
  readonly status: number;
  /** Whether the connection ends with the answer. */
  readonly ends: boolean;
}

function stays(what: string, text: string, status: number): Case {
  return { what, text, status, ends: false };
}

function ends(what: string, text: string, status: number): Case {
  return { what, text, status, ends: true };
}

/** What comes in, raw, and what goes out. */
const CASES: readonly Case[] = [
  stays('a call', `GET /?Action=ListQueues HTTP/1.1\r\n${HOST}\r\n`, 200),
  stays('a call that fails', `GET ${PURGE} HTTP/1.1\r\n${HOST}\r\n`, 400),
  stays('the health check', `GET /health HTTP/1.1\r\n${HOST}\r\n`, 200),
  stays(
    'the health check of a page',
    `GET /health HTTP/1.1\r\n${HOST}Origin: https://evil.example\r\n\r\n`,
    200,
  ),
  stays('a view', `GET /queueside/queues HTTP/1.1\r\n${HOST}\r\n`, 200),
  stays('a view of nothing', `GET /queueside/queues/none/messages HTTP/1.1\r\n${HOST}\r\n`, 404),
  stays('a path of nothing', `GET /nothing HTTP/1.1\r\n${HOST}\r\n`, 404),
  stays('a method of nothing', `PUT / HTTP/1.1\r\n${HOST}\r\n`, 405),
  stays('a question for options', `OPTIONS / HTTP/1.1\r\n${HOST}\r\n`, 200),
  stays('128 headers', `GET /?Action=ListQueues HTTP/1.1\r\n${HOST}${many(127)}\r\n`, 200),
  ends('a client that wants the end', `GET /health HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 200),
  ends('a page', `GET ${PURGE} HTTP/1.1\r\n${HOST}Origin: https://evil.example\r\n\r\n`, 403),
  ends('a prefetch', `GET ${PURGE} HTTP/1.1\r\n${HOST}Sec-Purpose: prefetch\r\n\r\n`, 403),
  ends(
    'a preflight',
    `OPTIONS / HTTP/1.1\r\n${HOST}Origin: null\r\nAccess-Control-Request-Method: POST\r\n\r\n`,
    403,
  ),
  ends('a foreign host', `GET ${PURGE} HTTP/1.1\r\nHost: evil.example\r\n\r\n`, 403),
  ends('no host', `GET ${PURGE} HTTP/1.1\r\n\r\n`, 400),
  ends('no host in HTTP/1.0', `GET ${PURGE} HTTP/1.0\r\n\r\n`, 400),
  ends('two hosts', `GET ${PURGE} HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`, 400),
  ends('a whole URL for a path', `GET http://evil.example${PURGE} HTTP/1.1\r\n${HOST}\r\n`, 400),
  ends(
    'an Origin behind 128 headers',
    `GET ${PURGE} HTTP/1.1\r\n${HOST}${many(127)}Origin: https://evil.example\r\n\r\n`,
    431,
  ),
  ends(
    'an Origin behind 500 headers',
    `GET ${PURGE} HTTP/1.1\r\n${HOST}${many(499)}Origin: null\r\n\r\n`,
    431,
  ),
  ends(
    'a refused body that never comes',
    `POST / HTTP/1.1\r\n${HOST}Origin: null\r\nContent-Length: 1000\r\n\r\n`,
    403,
  ),
  ends('a body that is too long', `POST / HTTP/1.1\r\n${HOST}Content-Length: 99999999999\r\n\r\n`, 400),
  ends('an expectation', `POST / HTTP/1.1\r\n${HOST}Expect: a-miracle\r\nContent-Length: 1\r\n\r\n`, 417),
  ends('what is not HTTP', 'nonsense\r\n\r\n', 400),
  ends('what is not HTTP, again and again', 'nonsense\r\n\r\n'.repeat(2_000), 400),
  ends('a head that is too long', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(70_000)}\r\n\r\n`, 431),
  ends('a length that is none', `POST / HTTP/1.1\r\n${HOST}Content-Length: x\r\n\r\n`, 400),
  ends('an upgrade without a token', `GET /control HTTP/1.1\r\n${HOST}${UPGRADE}${KEYS}\r\n`, 401),
  ends(
    'an upgrade of a page',
    `GET /control HTTP/1.1\r\n${HOST}${UPGRADE}${KEYS}${TOKEN_HEADER}Origin: null\r\n\r\n`,
    403,
  ),
  ends(
    'an upgrade of a page behind 128 headers',
    `GET /control HTTP/1.1\r\n${HOST}${UPGRADE}${KEYS}${TOKEN_HEADER}${many(122)}Origin: null\r\n\r\n`,
    431,
  ),
  ends('an upgrade elsewhere', `GET ${PURGE} HTTP/1.1\r\n${HOST}${UPGRADE}${KEYS}${TOKEN_HEADER}\r\n`, 404),
  ends(
    'an upgrade under a foreign host',
    `GET /control HTTP/1.1\r\nHost: evil.example\r\n${UPGRADE}\r\n`,
    403,
  ),
  ends('a handshake without a key', `GET /control HTTP/1.1\r\n${HOST}${UPGRADE}${TOKEN_HEADER}\r\n`, 400),
  ends(
    'a handshake of another version',
    `GET /control HTTP/1.1\r\n${HOST}${UPGRADE}${TOKEN_HEADER}${KEYS.replace('13', '7')}\r\n`,
    400,
  ),
  ends('a handshake by POST', `POST /control HTTP/1.1\r\n${HOST}${UPGRADE}${TOKEN_HEADER}${KEYS}\r\n`, 400),
];

function assertClosed(headers: ReadonlyMap<string, string>): void {
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
  const policy = headers.get('content-security-policy') ?? '';
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", 'sandbox']) {
    assert.ok(policy.split('; ').includes(rule), `${rule} in ${policy}`);
  }
  assert.equal(headers.get('access-control-allow-origin'), undefined);
}

describe('Every answer of the broker', function () {
  this.timeout(30_000);
  let test: TestBroker;
  let sockets: ServerSockets;

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-answers-'));
    const secure = await openSecurePort({ tlsPort: 0, tlsFolder: folder });
    rmSync(folder, { recursive: true });
    assert.ok(secure.ok && secure.value !== undefined);
    sockets = new ServerSockets();
    test = await startTestBroker({ secure: secure.value, config: { tlsPort: 0 } });
  });

  after(() => sockets.stop());

  for (const port of ['endpoint', 'secureEndpoint'] as const) {
    describe(`at the ${port}`, () => {
      const runs = new Map<Case, Promise<AnswerHead>>();

      before(() => {
        // All at once: each peer that keeps its side open is waited for.
        for (const one of CASES) {
          const run = attempt(test.info[port] as string, one);
          run.catch(() => undefined);
          runs.set(one, run);
        }
      });

      for (const one of CASES) {
        it(`is closed to pages${one.ends ? ' and ends the connection' : ''}: ${one.what}`, async () => {
          const { status, headers } = (await runs.get(one)) as AnswerHead;
          assert.equal(status, one.status);
          assertClosed(headers);
          assert.equal(headers.get('connection'), one.ends ? 'close' : 'keep-alive');
        });
      }
    });
  }

  /** Sends, and resolves with the answer; where the connection ends, once the broker has destroyed its side. */
  async function attempt(endpoint: string, { text, ends: isLast }: Case): Promise<AnswerHead> {
    const client = await HalfOpenClient.open(endpoint);
    client.socket.write(text);
    const head = await client.readHead();
    if (isLast) await sockets.closed(client.port);
    client.socket.destroy();
    return head;
  }

  it('ends the connection of a peer that does not read and continues sending', async () => {
    const client = await HalfOpenClient.open(test.info.endpoint);
    client.socket.pause();
    const send = (): void => {
      while (!client.socket.destroyed && client.socket.write('nonsense\r\n\r\n'.repeat(1_000)));
    };
    client.socket.on('drain', send);
    send();
    await sockets.closed(client.port);
    client.socket.destroy();
  });

  it('ends the connection of a peer that is too slow, and of one that says nothing', async () => {
    const slow = await startLocalBroker(
      {},
      { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 },
    );
    for (const text of ['', 'GET / HT', `POST / HTTP/1.1\r\n${HOST}Content-Length: 10\r\n\r\n1`]) {
      const client = await HalfOpenClient.open(slow.endpoint);
      client.socket.write(text);
      const { status, headers } = await client.readHead();
      assert.equal(status, 408);
      assertClosed(headers);
      await sockets.closed(client.port);
      client.socket.destroy();
    }
    await slow.close();
  });
});
