import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'mocha';
import type { FailureKind } from '../../../broker/connections/client/failures.ts';
import { explainFailure } from '../../../broker/connections/client/failures.ts';
import { MfaCancelledError } from '../../../broker/connections/client/credentials.ts';
import { CALL_LIMITS } from '../../../broker/connections/callBounds.ts';
import { type Reply, replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { defineEndpoint, openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const replyText =
  (status: number, type: string, body: string): Reply =>
  (response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body);
  };

/** What an endpoint replies, what the user reads, and how often it was called. */
const REPLIES: readonly (readonly [string, Reply, FailureKind, RegExp, number])[] = [
  [
    'a page of a captive portal',
    replyText(200, 'text/html; charset=utf-8', '<html>Log in</html>'),
    'network',
    /responded with a web page. Sign in to the network/,
    1,
  ],
  [
    'a page of a captive portal that calls itself JSON',
    replyText(200, 'application/json', '<html>Log in</html>'),
    'network',
    /responded with a web page/,
    1,
  ],
  ['a redirect', replyText(302, 'text/plain', ''), 'network', /responded with a web page/, 1],
  ['a proxy that wants a password', replyText(407, 'text/html', '<html>'), 'network', /check the proxy/, 1],
  [
    '404 of a web server',
    replyText(404, 'text/plain', 'Not found'),
    'address',
    /does not speak Amazon SQS. Check the endpoint of “x”/,
    1,
  ],
  [
    '404 of another API',
    replyText(404, 'application/json', '{"error":"no route"}'),
    'address',
    /does not speak Amazon SQS/,
    1,
  ],
  ['a text', replyText(200, 'text/plain', 'hello'), 'address', /does not speak Amazon SQS/, 1],
  [
    'an operation that the service does not know',
    replyError(400, 'UnknownOperationException'),
    'address',
    /does not speak Amazon SQS/,
    1,
  ],
  [
    '503 without end',
    replyText(503, 'text/html', '<html>'),
    'busy',
    /failed with status 503, several times in a row/,
    CALL_LIMITS.attempts,
  ],
  [
    '500 without end',
    replyError(500, 'InternalFailure'),
    'busy',
    /failed with status 500/,
    CALL_LIMITS.attempts,
  ],
  [
    'throttling without end',
    replyError(400, 'ThrottlingException', 'Rate exceeded'),
    'busy',
    /gets too many calls/,
    CALL_LIMITS.attempts,
  ],
  [
    'RequestThrottled',
    replyError(403, 'RequestThrottled'),
    'busy',
    /gets too many calls/,
    CALL_LIMITS.attempts,
  ],
  [
    'a wrong region',
    replyError(
      403,
      'SignatureDoesNotMatch',
      "Credential should be scoped to a valid region, not 'us-east-1'.",
    ),
    'region',
    /us-east-1 is not the region of/,
    1,
  ],
  [
    'a wrong clock',
    replyError(
      403,
      'SignatureDoesNotMatch',
      'Signature expired: 20260101T000000Z is now earlier than 20260101T001500Z',
    ),
    'clock',
    /the clock of this machine is wrong/,
    1,
  ],
  [
    'a wrong secret',
    replyError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'),
    'keys',
    /rejects the signature/,
    1,
  ],
  ['an unknown key', replyError(403, 'InvalidClientTokenId'), 'keys', /does not know the access key/, 1],
  ['an expired token', replyError(403, 'ExpiredToken'), 'keys', /have expired/, 1],
  [
    'a denial',
    replyError(403, 'AccessDenied', 'User is not authorized'),
    'denied',
    /may not list the queues of “x” \(sqs:ListQueues\). Add queues by their URLs/,
    1,
  ],
  ['a queue that is gone', replyError(400, 'QueueDoesNotExist'), 'missing', /does not exist on “x”/, 1],
  [
    'an error of the call',
    replyError(400, 'InvalidParameterValue', 'Value 0\nfor MaxResults is invalid.'),
    'call',
    /ListQueues failed on “x”: Value 0 for MaxResults is invalid\./,
    1,
  ],
];

describe('A call that fails', () => {
  for (const [what, reply, kind, text, calls] of REPLIES) {
    it(`says in one line what to do after ${what}`, async function () {
      this.timeout(10_000);
      const server = await startRecordingServer(reply);
      const answer = await openTestGate(server.endpoint).call('ListQueues', {});
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, text);
      assert.doesNotMatch(answer.failure.message, /\n/);
      assert.equal(answer.failure.kind, kind);
      assert.equal(server.requests.length, calls);
    });
  }

  it('names another action than the list as denied', async () => {
    const server = await startRecordingServer(replyError(403, 'AccessDenied'));
    const answer = await openTestGate(server.endpoint).call('GetQueueAttributes', { QueueUrl: 'x' });
    assert.ok(!answer.ok);
    assert.equal(
      answer.failure.message,
      'You may not call GetQueueAttributes on “x”. Ask for the permission.',
    );
  });

  for (const reply of [
    replyError(400, 'UnknownOperationException'),
    replyError(400, 'InvalidAction', 'Unknown action'),
    replyError(501, 'NotImplemented'),
  ]) {
    it('names an action that the endpoint does not have, and does not doubt its address', async function () {
      this.timeout(10_000);
      const server = await startRecordingServer(reply);
      const answer = await openTestGate(server.endpoint).call('ListQueueTags', { QueueUrl: 'x' });
      assert.ok(!answer.ok);
      assert.deepEqual(
        [answer.failure.kind, answer.failure.message],
        ['call', '“x” does not have the action ListQueueTags.'],
      );
    });
  }

  it('says that nothing listens', async function () {
    this.timeout(10_000);
    const answer = await openTestGate('http://127.0.0.1:1').call('ListQueues', {});
    assert.ok(!answer.ok);
    assert.match(answer.failure.message, /^Nothing listens at http:\/\/127.0.0.1:1\. Start it/);
  });

  it('says that another protocol is spoken', async function () {
    this.timeout(10_000);
    const server = createServer((socket) => socket.on('error', () => undefined).end('220 mail ready\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const plain = await openTestGate(endpoint).call('ListQueues', {});
    const secure = await openTestGate(endpoint.replace('http:', 'https:')).call('ListQueues', {});
    server.close();
    for (const answer of [plain, secure]) {
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /does not speak HTTP as its URL says|closed the connection/);
    }
  });

  it('is bounded in what the peer may send', async function () {
    this.timeout(30_000);
    const chunk = Buffer.alloc(1_048_576, 'x');
    let sent = 0;
    const server = await startRecordingServer((response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      const write = (): void => {
        while (!response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    const answer = await openTestGate(server.endpoint).call('ListQueues', {});
    assert.ok(!answer.ok);
    assert.match(answer.failure.message, /sent more than a response of Amazon SQS can be/);
    assert.ok(sent < 2 * CALL_LIMITS.answerBytes, String(sent));
    assert.equal(server.requests.length, 1);
  });

  it('can be cancelled', async () => {
    const server = await startRecordingServer(() => undefined);
    const controller = new AbortController();
    const call = openTestGate(server.endpoint).call('ListQueues', {}, { signal: controller.signal });
    controller.abort();
    const answer = await call;
    assert.ok(!answer.ok && answer.failure.kind === 'cancelled');
  });
});

const context = {
  definition: defineEndpoint('https://sqs.eu-central-1.amazonaws.com'),
  place: { ...placeOf('https://sqs.eu-central-1.amazonaws.com'), profile: 'p' },
};
const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });
const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** What only a network or a service that is not here can do: the errors are those that Node.js and the SDK throw then. */
const ERRORS: readonly (readonly [Error, FailureKind, RegExp])[] = [
  [coded('ENOTFOUND'), 'network', /name in .* is not known. Check the region or the endpoint/],
  [coded('EAI_AGAIN'), 'network', /is not known/],
  [coded('ENETUNREACH'), 'network', /cannot be reached. Check the network, the VPN and the proxy/],
  [named('TimeoutError'), 'network', /did not respond in time/],
  [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'network', /NODE_EXTRA_CA_CERTS/],
  [coded('CERT_HAS_EXPIRED'), 'network', /certificate of .* is not trusted \(CERT_HAS_EXPIRED\)/],
  [new MfaCancelledError(), 'declined', /entered no code for the AWS profile “p”/],
];

describe('An error on the way', () => {
  for (const [error, kind, text] of ERRORS) {
    it(`${error.name} ${error.message} says what to do`, () => {
      const failure = explainFailure(error, 'ListQueues', context);
      assert.match(failure.message, text);
      assert.equal(failure.kind, kind);
    });
  }

  for (const [text, command] of [
    ['The SSO session associated with this profile has expired.', 'sso login'],
    ['Your session has expired. Please reauthenticate.', 'login'],
  ] as const) {
    it(`says with which command to sign in, whatever the language: ${command}`, () => {
      const failure = explainFailure(named('CredentialsProviderError', text), 'ListQueues', context);
      assert.deepEqual([failure.kind, failure.signIn], ['signedOut', { command, profile: 'p' }]);
    });
  }

  for (const thrown of [undefined, null, 'x', 7, {}, { name: 7, message: null }]) {
    it(`can be ${JSON.stringify(thrown)}`, () => {
      assert.equal(explainFailure(thrown, 'ListQueues', context).kind, 'call');
    });
  }
});
