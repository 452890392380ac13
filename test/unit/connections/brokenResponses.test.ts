import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { HttpRequest } from '@smithy/core/protocols';
import { describe, it } from 'mocha';
import { CALL_LIMITS } from '../../../broker/connections/callBounds.ts';
import type { FailureKind } from '../../../broker/connections/client/failures.ts';
import { GuardedHandler } from '../../../broker/connections/client/guardedHandler.ts';
import { openTestGate } from '../../support/upstream/testGate.ts';

type Answer = (socket: Socket) => void;

/** Answers each request in its own words, whatever HTTP says. */
async function startRawServer(answer: Answer) {
  let requests = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      if (!chunk.toString('latin1').startsWith('POST')) return;
      requests += 1;
      answer(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, port, countRequests: () => requests };
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n';
const body =
  (text: string, head = HEAD): Answer =>
  (socket) =>
    socket.write(`${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);

const SOAP =
  '<?xml version="1.0"?><soap:Envelope><soap:Body><soap:Fault><faultcode>Server</faultcode></soap:Fault></soap:Body></soap:Envelope>';

/** What comes back, what the user reads, and how often it was asked for. */
const BROKEN: readonly (readonly [string, Answer, FailureKind, RegExp, number])[] = [
  [
    'that is cut off',
    (socket) => socket.end(`${HEAD}Content-Length: 500\r\n\r\n{"QueueUrls":["http`),
    'network',
    /closed the connection/,
    CALL_LIMITS.attempts,
  ],
  [
    'that ends in its head',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
    'network',
    /closed the connection/,
    CALL_LIMITS.attempts,
  ],
  [
    'whose chunks have no length',
    (socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n`),
    'network',
    /closed the connection|does not speak HTTP/,
    CALL_LIMITS.attempts,
  ],
  [
    'with a head without end',
    (socket) => socket.write(`${HEAD}X-Fill: ${'x'.repeat(200_000)}`),
    'address',
    /does not speak HTTP as its URL says/,
    1,
  ],
  [
    'of a service of SOAP',
    body(SOAP, 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n'),
    'network',
    /responded with a web page/,
    1,
  ],
  [
    'of a service of SOAP that fails',
    body(SOAP, 'HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/xml\r\n'),
    'busy',
    /failed with status 500, several times in a row/,
    CALL_LIMITS.attempts,
  ],
  ['with a number for the list', body('{"QueueUrls":7}'), 'address', /does not speak Amazon SQS/, 1],
  ['with numbers in the list', body('{"QueueUrls":[7,{}]}'), 'address', /does not speak Amazon SQS/, 1],
  ['of nested lists', body('['.repeat(100_000)), 'address', /does not speak Amazon SQS/, 1],
];

describe('A response', () => {
  for (const [what, answer, kind, message, requests] of BROKEN) {
    it(`${what} fails in one line that says what to do`, async function () {
      this.timeout(10_000);
      const server = await startRawServer(answer);
      const failed = await openTestGate(server.endpoint).call('ListQueues', {});
      assert.ok(!failed.ok, JSON.stringify(failed));
      assert.match(failed.failure.message, message);
      assert.doesNotMatch(failed.failure.message, /\n/);
      assert.equal(failed.failure.kind, kind);
      assert.equal(server.countRequests(), requests);
    });
  }

  it('with another digest than that of the message that was sent is not taken for a success', async () => {
    const server = await startRawServer(body(`{"MessageId":"m","MD5OfMessageBody":"${'0'.repeat(32)}"}`));
    const failed = await openTestGate(server.endpoint).call('SendMessage', {
      QueueUrl: 'x',
      MessageBody: 'x',
    });
    assert.ok(!failed.ok);
    assert.match(
      failed.failure.message,
      /^“x” confirmed another message than the one that was sent: the checksum differs/,
    );
    assert.deepEqual([failed.failure.kind, server.countRequests()], ['call', 1]);
  });

  it('that comes a byte at a time has an end', async () => {
    const timers = new Set<NodeJS.Timeout>();
    const server = await startRawServer((socket) => {
      socket.write(`${HEAD}Content-Length: 1000\r\n\r\n`);
      const timer = setInterval(() => socket.write(' '), 20);
      timers.add(timer);
      socket.on('close', () => clearInterval(timer));
    });
    const handler = new GuardedHandler(() => true, 1_000, undefined, 200);
    const request = new HttpRequest({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: server.port,
      method: 'POST',
      path: '/',
    });
    const { response } = await handler.handle(request);
    await assert.rejects(
      async () => {
        for await (const _ of response.body as AsyncIterable<Buffer>);
      },
      { name: 'TimeoutError' },
    );
    handler.destroy();
  });
});
