import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'mocha';
import { CALL_LIMITS } from '../../broker/connections/callBounds.ts';
import { startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import {
  type RawUpstream,
  type Script,
  startRawUpstream,
  writeResponse,
} from '../support/gateway/rawUpstream.ts';
import { startHttpsBroker } from '../support/httpsBroker.ts';
import { ManualSchedule } from '../support/manualSchedule.ts';

const JSON_TYPE = 'Content-Type: application/x-amz-json-1.0';
const RECEIVED = JSON.stringify({
  Messages: [
    { MessageId: 'm', ReceiptHandle: 'r', Body: 'hello', MD5OfBody: '5d41402abc4b2a76b9719d911017c592' },
  ],
});
const UNKNOWN = ' Whether the call had an effect is not known.';

interface Outcome {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly headers: Headers;
}

async function receive(endpoint: string, signal?: AbortSignal): Promise<Outcome> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
    body: JSON.stringify({ QueueUrl: `${endpoint}/000000000000/orders` }),
    redirect: 'manual',
    ...(signal && { signal }),
  });
  const { status, headers } = answer;
  const text = await answer.text();
  return { status, headers, text, code: (headers.get('x-amzn-query-error') ?? '').split(';')[0] ?? '' };
}

function messageOf({ text }: Outcome): string {
  return (JSON.parse(text) as { readonly message: string }).message;
}

/** What an endpoint does, and what a program gets: its own error, with these words, or the response as it is. */
const TABLE: readonly {
  readonly title: string;
  readonly script: Script;
  readonly says?: RegExp;
  readonly passes?: { readonly status: number; readonly body: string };
}[] = [
  {
    title: 'that closes the connection after the request',
    script: (socket) => socket.end(),
    says: /closed the connection/,
  },
  {
    title: 'that resets the connection after the request',
    script: (socket) => socket.resetAndDestroy(),
    says: /closed the connection/,
  },
  {
    title: 'that closes the connection after the head',
    script: (socket) => socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: 100\r\n\r\n`),
    says: /closed the connection/,
  },
  {
    title: 'that closes the connection in the middle of a chunked body',
    script: (socket) =>
      socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"Mes`),
    says: /closed the connection/,
  },
  {
    title: 'that does not speak HTTP',
    script: (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
    says: /does not speak HTTP/,
  },
  ...['301 Moved Permanently', '302 Found', '307 Temporary Redirect', '308 Permanent Redirect'].map(
    (status) => ({
      title: `that redirects with ${status}`,
      script: (socket: Parameters<Script>[0]) =>
        void socket.write(writeResponse(status, '', ['Location: http://127.0.0.1:1/elsewhere'])),
      says: /responded with a web page/,
    }),
  ),
  {
    title: 'that responds with a web page',
    script: (socket) =>
      socket.write(writeResponse('200 OK', '<html>', ['Content-Type: text/html; charset=utf-8'])),
    says: /responded with a web page/,
  },
  {
    title: 'that has no server left and says so in HTML',
    script: (socket) => socket.write(writeResponse('502 Bad Gateway', '<html>', ['Content-Type: text/html'])),
    passes: { status: 502, body: '<html>' },
  },
  {
    title: 'that fails',
    script: (socket) =>
      socket.write(writeResponse('500 Internal Server Error', '{"__type":"InternalFailure"}')),
    passes: { status: 500, body: '{"__type":"InternalFailure"}' },
  },
  {
    title: 'that throttles',
    script: (socket) =>
      socket.write(
        writeResponse('400 Bad Request', '{"__type":"ThrottlingException"}', [
          JSON_TYPE,
          'Retry-After: 3',
          'x-amzn-query-error: ThrottlingException;Sender',
          'x-amzn-RequestId: 7a62c49f-347e-4fc4-9331-6e8e7a96aa73',
        ]),
      ),
    passes: { status: 400, body: '{"__type":"ThrottlingException"}' },
  },
  {
    title: 'that sends a wrong MD5',
    script: (socket) => socket.write(writeResponse('200 OK', RECEIVED.replace('5d41', '0000'))),
    passes: { status: 200, body: RECEIVED.replace('5d41', '0000') },
  },
  {
    title: 'that sends what is no JSON',
    script: (socket) => socket.write(writeResponse('200 OK', '{"Messages":')),
    passes: { status: 200, body: '{"Messages":' },
  },
];

describe('A gateway in front of an endpoint', function () {
  this.timeout(20_000);
  let upstream: RawUpstream;
  let gateway: TestGateway;
  before(async () => {
    upstream = await startRawUpstream();
    gateway = await startGateway(upstream.endpoint);
  });
  after(() => gateway.close());

  for (const { title, script, says, passes } of TABLE) {
    it(`${title}: ${says === undefined ? 'passes the response on' : 'says what happened'}, and does not try again`, async () => {
      upstream.script = script;
      const before = upstream.requests.length;
      const outcome = await receive(gateway.endpoint);
      assert.equal(upstream.requests.length, before + 1);
      if (passes !== undefined) {
        assert.deepEqual({ status: outcome.status, body: outcome.text }, passes);
        return;
      }
      assert.deepEqual(
        { status: outcome.status, code: outcome.code },
        { status: 503, code: 'ServiceUnavailable' },
      );
      assert.match(messageOf(outcome), /^Queueside gateway: /);
      assert.match(messageOf(outcome), says as RegExp);
      assert.equal(outcome.headers.get('location'), null);
    });
  }

  it('passes on the headers that matter, and no others', async () => {
    upstream.script = TABLE.find(({ title }) => title === 'that throttles')?.script as Script;
    const { headers, code } = await receive(gateway.endpoint);
    assert.equal(code, 'ThrottlingException');
    assert.equal(headers.get('retry-after'), '3');
    assert.equal(headers.get('x-amzn-requestid'), '7a62c49f-347e-4fc4-9331-6e8e7a96aa73');
  });

  it('gives a program the whole response or an error, wherever the connection is cut', async () => {
    const whole = writeResponse('200 OK', RECEIVED);
    for (let length = 0; length < whole.length; length++) {
      upstream.script = (socket) => socket.end(whole.slice(0, length));
      const outcome = await receive(gateway.endpoint);
      assert.equal(outcome.status, 503, `after ${length} bytes: ${outcome.text}`);
      assert.ok(messageOf(outcome).endsWith(UNKNOWN));
    }
    upstream.script = (socket) => socket.end(whole);
    assert.equal((await receive(gateway.endpoint)).text, RECEIVED);
  });

  it('rejects a response that is longer than one of SQS can be', async () => {
    upstream.script = (socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: ${CALL_LIMITS.answerBytes + 1}\r\n\r\n`,
      );
      socket.end(Buffer.alloc(CALL_LIMITS.answerBytes + 1, 0x20));
    };
    const outcome = await receive(gateway.endpoint);
    assert.equal(outcome.status, 503);
    assert.match(messageOf(outcome), /sent more than a response of Amazon SQS can be/);
    assert.equal(gateway.gateway.room.takenBytes, 0);
  });

  it('says so when nothing listens there: the call had no effect', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const refused = await startGateway(`http://127.0.0.1:${port}`);
    const outcome = await receive(refused.endpoint);
    assert.equal(outcome.status, 503);
    assert.match(messageOf(outcome), /Nothing listens at http:\/\/127/);
    assert.ok(!messageOf(outcome).endsWith(UNKNOWN));
    await refused.close();
  });

  it('says so when the certificate is not trusted, and sends nothing', async () => {
    const broker = await startHttpsBroker('memory');
    const untrusted = await startGateway(`https://127.0.0.1:${broker.securePort}`);
    const outcome = await receive(untrusted.endpoint);
    assert.equal(outcome.status, 503);
    assert.match(messageOf(outcome), /certificate of https:\/\/127.* is not trusted/);
    assert.ok(!messageOf(outcome).endsWith(UNKNOWN));
    await untrusted.close();
    await broker.close();
  });

  it('gives up a handshake that takes too long: the call had no effect', async () => {
    const schedule = new ManualSchedule();
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const silent = await startGateway(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      parts: { schedule: schedule.after },
    });
    const answered = receive(silent.endpoint);
    await once(server, 'connection');
    schedule.advance(CALL_LIMITS.connectMs);
    const outcome = await answered;
    assert.equal(outcome.status, 503);
    assert.match(messageOf(outcome), /did not respond in time/);
    assert.ok(!messageOf(outcome).endsWith(UNKNOWN));
    await silent.close();
    server.close();
  });

  it('ends a call whose endpoint does not respond in time', async () => {
    const schedule = new ManualSchedule();
    const slow = await startGateway(upstream.endpoint, { parts: { schedule: schedule.after } });
    const came = new Promise<void>((resolve) => {
      upstream.script = () => resolve();
    });
    const answered = receive(slow.endpoint);
    await came;
    schedule.advance(CALL_LIMITS.answerMs);
    const outcome = await answered;
    assert.equal(outcome.status, 503);
    assert.match(messageOf(outcome), /did not respond in time/);
    assert.ok(messageOf(outcome).endsWith(UNKNOWN));
    await slow.close();
  });

  it('hangs up when the program does', async () => {
    const came = new Promise<Parameters<Script>[0]>((resolve) => {
      upstream.script = (socket) => resolve(socket);
    });
    const program = new AbortController();
    const answered = receive(gateway.endpoint, program.signal);
    const socket = await came;
    program.abort();
    await assert.rejects(answered);
    await once(socket, 'close');
    assert.equal(gateway.gateway.upstream.callCount, 0);
  });
});
