import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import { CALL_LIMITS } from '../../broker/connections/callBounds.ts';
import { receiveOnce, UNKNOWN_EFFECT } from '../support/gateway/failingCall.ts';
import { startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import {
  type RawUpstream,
  type Scheme,
  type Script,
  startRawUpstream,
  writeResponse,
} from '../support/gateway/rawUpstream.ts';
import { PROTOCOLS, type Protocol } from './support/client.ts';

const JSON_TYPE = 'Content-Type: application/x-amz-json-1.0';
const XML_TYPE = 'Content-Type: text/xml';
const MESSAGE = {
  MessageId: 'm',
  ReceiptHandle: 'r',
  Body: 'hello',
  MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
};
const RECEIVED: Readonly<Record<Protocol, string>> = {
  json: JSON.stringify({ Messages: [MESSAGE] }),
  query: `<ReceiveMessageResponse><ReceiveMessageResult><Message>${Object.entries(MESSAGE)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Message></ReceiveMessageResult></ReceiveMessageResponse>`,
};
const XML_ERROR =
  '<ErrorResponse><Error><Type>Receiver</Type><Code>ServiceUnavailable</Code></Error></ErrorResponse>';

interface Failing {
  readonly title: string;
  readonly script: Script;
  readonly says?: RegExp;
  readonly passes?: { readonly status: number; readonly body: string };
}

/** What an endpoint does, and what a program gets: its own error, with these words, or the response as it is. */
const TABLE: readonly Failing[] = [
  {
    title: 'that closes the connection after the request',
    script: (socket) => socket.end(),
    says: /closed the connection/,
  },
  {
    title: 'that resets the connection after the request',
    script: (socket, _request, upstream) => upstream.reset(socket),
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
];

/** As {@link TABLE}, for what has the form of a protocol. */
const OF_PROTOCOL: Readonly<Record<Protocol, readonly Failing[]>> = {
  json: [
    passing('that sends a wrong MD5', '200 OK', RECEIVED.json.replace('5d41', '0000')),
    passing('that sends what is no JSON', '200 OK', '{"Messages":'),
    passing('that fails in its own words', '500 Internal Server Error', '{"__type":"InternalFailure"}'),
  ],
  query: [
    passing('that sends a wrong MD5', '200 OK', RECEIVED.query.replace('5d41', '0000'), XML_TYPE),
    passing('that sends what is no XML', '200 OK', '<ReceiveMessageResponse><Rec', XML_TYPE),
    passing('that fails in its own words', '503 Service Unavailable', XML_ERROR, XML_TYPE),
    passing('that throttles in its own words', '403 Forbidden', XML_ERROR, XML_TYPE),
  ],
};

function passing(title: string, status: string, body: string, type = JSON_TYPE): Failing {
  return {
    title,
    script: (socket) => socket.write(writeResponse(status, body, [type])),
    passes: { status: Number(status.slice(0, 3)), body },
  };
}

for (const scheme of ['http', 'https'] as const satisfies readonly Scheme[])
  for (const protocol of PROTOCOLS) describeFailures(scheme, protocol);

function describeFailures(scheme: Scheme, protocol: Protocol): void {
  describe(`A gateway in front of an endpoint (${scheme}, ${protocol})`, function () {
    this.timeout(30_000);
    let upstream: RawUpstream;
    let gateway: TestGateway;
    const receive = (signal?: AbortSignal) => receiveOnce(gateway.endpoint, protocol, signal);

    before(async () => {
      upstream = await startRawUpstream(undefined, scheme);
      gateway = await startGateway(upstream.endpoint);
    });
    after(() => gateway.close());

    for (const { title, script, says, passes } of [...TABLE, ...OF_PROTOCOL[protocol]]) {
      it(`${title}: ${says === undefined ? 'passes the response on' : 'says what happened'}, and does not try again`, async () => {
        upstream.script = script;
        const before = upstream.requests.length;
        const { status, code, message, text, headers } = await receive();
        assert.equal(upstream.requests.length, before + 1);
        if (passes !== undefined) {
          assert.deepEqual({ status, body: text }, passes);
          return;
        }
        assert.deepEqual({ status, code }, { status: 503, code: 'ServiceUnavailable' });
        assert.match(message, /^Queueside gateway: /);
        assert.match(message, says as RegExp);
        assert.equal(headers.get('location'), null);
      });
    }

    it('passes on the headers that matter, and no others', async () => {
      upstream.script = TABLE.find(({ title }) => title === 'that throttles')?.script as Script;
      const { headers, code } = await receive();
      assert.equal(code, 'ThrottlingException');
      assert.equal(headers.get('retry-after'), '3');
      assert.equal(headers.get('x-amzn-requestid'), '7a62c49f-347e-4fc4-9331-6e8e7a96aa73');
    });

    it('gives a program the whole response or an error, wherever the connection is cut', async () => {
      const type = protocol === 'json' ? JSON_TYPE : XML_TYPE;
      const whole = writeResponse('200 OK', RECEIVED[protocol], [type]);
      for (let length = 0; length < whole.length; length++) {
        upstream.script = (socket) => socket.end(whole.slice(0, length));
        const { status, message, text } = await receive();
        assert.equal(status, 503, `after ${length} bytes: ${text}`);
        assert.ok(message.endsWith(UNKNOWN_EFFECT));
      }
      upstream.script = (socket) => socket.end(whole);
      assert.equal((await receive()).text, RECEIVED[protocol]);
    });

    it('rejects a response that is longer than one of SQS can be', async () => {
      upstream.script = (socket) => {
        socket.write(
          `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: ${CALL_LIMITS.answerBytes + 1}\r\n\r\n`,
        );
        socket.end(Buffer.alloc(CALL_LIMITS.answerBytes + 1, 0x20));
      };
      const { status, message } = await receive();
      assert.equal(status, 503);
      assert.match(message, /sent more than a response of Amazon SQS can be/);
      assert.equal(gateway.gateway.room.takenBytes, 0);
    });

    it('does not read a response that says that it is longer', async () => {
      upstream.script = (socket) =>
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${10 ** 12}\r\n\r\n${' '.repeat(100_000)}`);
      const { status, message } = await receive();
      assert.equal(status, 503);
      assert.match(message, /sent more than a response of Amazon SQS can be/);
    });

    it('hangs up when the program does', async () => {
      const came = new Promise<Parameters<Script>[0]>((resolve) => {
        upstream.script = (socket) => resolve(socket);
      });
      const program = new AbortController();
      const answered = receive(program.signal);
      const socket = await came;
      program.abort();
      await assert.rejects(answered);
      await once(socket, 'close');
      assert.equal(gateway.gateway.upstream.callCount, 0);
    });
  });
}
