import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CALL_LIMITS } from '../../../broker/connections/callBounds.ts';
import { mayBeDone } from '../../../broker/connections/client/repeats.ts';
import {
  type Reply,
  replyEmpty,
  replyError,
  startRecordingServer,
} from '../../support/upstream/recordingServer.ts';
import { openTestGate } from '../../support/upstream/testGate.ts';

const QUEUE = 'http://x/000000000000/orders';
const FIFO = `${QUEUE}.fifo`;
const hangUp: Reply = (response) => response.destroy();
const replyBusy = replyError(503, 'ServiceUnavailable');
const replyThrottled = replyError(400, 'ThrottlingException');

const SENT = /What was sent may be in the queue all the same: look at it before you send it again\.$/;
const RECEIVED = /Messages may have been received all the same: they are visible again/;

type Action = 'SendMessage' | 'SendMessageBatch' | 'ReceiveMessage' | 'DeleteMessage';

/** How often a call is sent that always fails so, and what its failure says of what may have been done. */
const CALLS: readonly (readonly [
  how: string,
  reply: Reply,
  action: Action,
  input: object,
  requests: number,
  doubt: RegExp | undefined,
])[] = [
  ['whose connection is closed', hangUp, 'SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' }, 1, SENT],
  ['whose connection is closed', hangUp, 'SendMessageBatch', { QueueUrl: QUEUE, Entries: [] }, 1, SENT],
  ['whose connection is closed', hangUp, 'ReceiveMessage', { QueueUrl: QUEUE }, 1, RECEIVED],
  ['that fails with 503', replyBusy, 'SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' }, 1, SENT],
  ['that fails with 503', replyBusy, 'ReceiveMessage', { QueueUrl: QUEUE }, 1, RECEIVED],
  [
    'of a FIFO queue',
    hangUp,
    'SendMessage',
    { QueueUrl: FIFO, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' },
    CALL_LIMITS.attempts,
    SENT,
  ],
  ['of a FIFO queue without an attempt ID', hangUp, 'ReceiveMessage', { QueueUrl: FIFO }, 1, RECEIVED],
  [
    'of a FIFO queue with an attempt ID',
    hangUp,
    'ReceiveMessage',
    { QueueUrl: FIFO, ReceiveRequestAttemptId: 'a' },
    CALL_LIMITS.attempts,
    RECEIVED,
  ],
  [
    'that is throttled',
    replyThrottled,
    'SendMessage',
    { QueueUrl: QUEUE, MessageBody: 'x' },
    CALL_LIMITS.attempts,
    undefined,
  ],
  [
    'that is throttled',
    replyThrottled,
    'ReceiveMessage',
    { QueueUrl: QUEUE },
    CALL_LIMITS.attempts,
    undefined,
  ],
  ['that is denied', replyError(403, 'AccessDenied'), 'ReceiveMessage', { QueueUrl: QUEUE }, 1, undefined],
  [
    'whose connection is closed',
    hangUp,
    'DeleteMessage',
    { QueueUrl: QUEUE, ReceiptHandle: 'r' },
    CALL_LIMITS.attempts,
    undefined,
  ],
];

describe('A call that fails', () => {
  for (const [how, reply, action, input, requests, doubt] of CALLS) {
    it(`and that ${action} makes ${how}: ${requests} requests`, async function () {
      this.timeout(10_000);
      const server = await startRecordingServer(reply);
      const answer = await openTestGate(server.endpoint).call(action, input as never);
      assert.ok(!answer.ok);
      assert.equal(server.requests.length, requests);
      if (doubt === undefined) assert.doesNotMatch(answer.failure.message, /all the same/);
      else assert.match(answer.failure.message, doubt);
    });
  }

  const SEND = { QueueUrl: FIFO, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  /** Calls with what replies to each of their attempts, and whether a message may have been sent or received. */
  const ATTEMPTS: readonly (readonly [Action, object, readonly Reply[], boolean | undefined])[] = [
    ['SendMessage', SEND, [hangUp, replyError(403, 'AccessDenied')], true],
    ['SendMessage', SEND, [replyBusy, replyError(400, 'InvalidMessageContents')], true],
    ['SendMessage', SEND, [replyThrottled, replyError(403, 'AccessDenied')], false],
    ['SendMessage', SEND, [replyError(403, 'AccessDenied')], false],
    // A response to another message: something was stored.
    ['SendMessage', SEND, [replyEmpty], true],
    [
      'ReceiveMessage',
      { QueueUrl: FIFO, ReceiveRequestAttemptId: 'a' },
      [hangUp, replyError(400, 'KmsDisabled')],
      true,
    ],
    // Repeating a delete does nothing more.
    ['DeleteMessage', { QueueUrl: FIFO, ReceiptHandle: 'r' }, [replyError(403, 'AccessDenied')], undefined],
  ];
  for (const [index, [action, input, replies, isUnsure]] of ATTEMPTS.entries()) {
    it(`may have done something by each of its attempts (${index + 1}: ${action})`, async function () {
      this.timeout(10_000);
      let attempts = 0;
      const server = await startRecordingServer((response, request) => {
        replies[attempts]?.(response, request);
        attempts += 1;
      });
      const answer = await openTestGate(server.endpoint).call(action, input as never);
      assert.ok(!answer.ok);
      assert.deepEqual(
        [answer.failure.isUnsure, attempts],
        [isUnsure, replies.length],
        answer.failure.message,
      );
    });
  }

  it('has done nothing if it was not sent', async function () {
    this.timeout(10_000);
    const closed = openTestGate('http://127.0.0.1:1');
    closed.close();
    for (const gate of [closed, openTestGate('http://127.0.0.1:1')]) {
      const answer = await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' });
      assert.ok(!answer.ok);
      assert.equal(answer.failure.isUnsure, false, answer.failure.message);
    }
  });

  it('may have been done if its gate is closed meanwhile', async () => {
    const server = await startRecordingServer(() => gate.close());
    const gate = openTestGate(server.endpoint);
    const answer = await gate.call('SendMessage', { QueueUrl: QUEUE, MessageBody: 'x' });
    assert.ok(!answer.ok);
    assert.deepEqual([answer.failure.kind, answer.failure.isUnsure], ['cancelled', true]);
  });

  it('once does not keep others of its gate from being tried again', async function () {
    this.timeout(10_000);
    let calls = 0;
    const server = await startRecordingServer((response, request) => {
      calls += 1;
      if (calls === 2) replyEmpty(response, request);
      else response.destroy();
    });
    const gate = openTestGate(server.endpoint);
    assert.ok(!(await gate.call('ReceiveMessage', { QueueUrl: QUEUE })).ok);
    calls = 0;
    assert.ok((await gate.call('ListQueues', {})).ok);
  });

  it('says that too many messages are in flight, and not that there are too many calls', async () => {
    const server = await startRecordingServer(replyError(403, 'OverLimit', 'Too many messages in flight'));
    const answer = await openTestGate(server.endpoint).call('ReceiveMessage', { QueueUrl: QUEUE });
    assert.ok(!answer.ok);
    assert.match(
      answer.failure.message,
      /^“x” gives no messages of this queue because too many of them are in flight/,
    );
    assert.deepEqual(
      [answer.failure.kind, answer.failure.code, server.requests.length],
      ['busy', 'OverLimit', 1],
    );
  });

  it('of AddPermission over its limit says what the service says', async () => {
    const server = await startRecordingServer(replyError(403, 'OverLimit', 'At most 7 actions'));
    const input = { QueueUrl: QUEUE, Label: 'l', AWSAccountIds: ['1'], Actions: ['*'] };
    const answer = await openTestGate(server.endpoint).call('AddPermission', input);
    assert.ok(!answer.ok);
    assert.equal(answer.failure.message, 'AddPermission failed on “x”: At most 7 actions');
  });
});

const failed = (members: object, message = ''): Error => Object.assign(new Error(message), members);

describe('What a failure leaves open', () => {
  for (const [error, expected] of [
    [failed({ code: 'ECONNRESET' }), true],
    [failed({ name: 'TimeoutError' }, 'Request timed out'), true],
    [failed({ name: 'AbortError' }), true],
    [failed({ name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }), true],
    [failed({ $metadata: { httpStatusCode: 500 } }), true],
    ['x', true],
    [failed({ $metadata: { httpStatusCode: 501 } }), false],
    [failed({ $metadata: { httpStatusCode: 400 } }), false],
    [failed({ code: 'ENOTFOUND' }), false],
    [failed({ code: 'ECONNREFUSED' }), false],
    [failed({ code: 'CERT_HAS_EXPIRED' }), false],
    [failed({ name: 'WrongHostError' }), false],
    [failed({ name: 'WebPageError' }), false],
    [
      failed(
        { name: 'TimeoutError' },
        'the request socket did not establish a connection with the server within the configured timeout',
      ),
      false,
    ],
  ] as const) {
    const told =
      typeof error === 'string' ? error : `${JSON.stringify(Object.entries(error))} ${error.message}`;
    it(`${expected ? 'may' : 'cannot'} be something that was done: ${told}`, () => {
      assert.equal(mayBeDone(error), expected);
    });
  }
});
