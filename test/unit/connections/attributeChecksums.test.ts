import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import { startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const BODY = 'x';
const MD5_OF_BODY = createHash('md5').update(BODY).digest('hex');

/** Vector 2 of docs/sqs-contract.md, section 5.3. */
const ATTRIBUTES = {
  color: { DataType: 'String', StringValue: 'blue' },
  count: { DataType: 'Number', StringValue: '3' },
  blob: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 3) },
};
const DIGEST = 'd838729972a4b70e2d2acd9d59ac847c';
/** Of vector 1: `count` and `blob` are missing. */
const OTHER_DIGEST = 'da1b33cc3cbfe8b1630921e78e6b9880';
/** What some emulators give to a message without attributes. */
const DIGEST_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';

type Attributes = Partial<typeof ATTRIBUTES>;

/** As JSON has bytes. */
const write = (attributes: Attributes): object => ({
  ...attributes,
  ...(attributes.blob && { blob: { DataType: 'Binary', BinaryValue: 'AQID' } }),
});

/** Calls an action with attributes, or is answered with them. */
interface Exchange {
  readonly call: (gate: Gate, attributes: Attributes) => ReturnType<Gate['call']>;
  readonly respond: (attributes: Attributes, digest: string | undefined) => object;
  /** What a user reads of a difference. */
  readonly failure: RegExp;
}

const QueueUrl = 'http://x/000000000000/orders';
const SENT = /^“x” confirmed another message than the one that was sent: the checksum differs/;
const EXCHANGES: Readonly<Record<string, Exchange>> = {
  SendMessage: {
    call: (gate, MessageAttributes) =>
      gate.call('SendMessage', { QueueUrl, MessageBody: BODY, MessageAttributes }),
    respond: (_, MD5OfMessageAttributes) => ({
      MessageId: 'm',
      MD5OfMessageBody: MD5_OF_BODY,
      MD5OfMessageAttributes,
    }),
    failure: SENT,
  },
  SendMessageBatch: {
    call: (gate, MessageAttributes) =>
      gate.call('SendMessageBatch', {
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: BODY },
          { Id: 'b', MessageBody: BODY, MessageAttributes },
        ],
      }),
    respond: (_, MD5OfMessageAttributes) => ({
      // In another order.
      Successful: [
        { Id: 'b', MessageId: 'm', MD5OfMessageBody: MD5_OF_BODY, MD5OfMessageAttributes },
        { Id: 'a', MessageId: 'n', MD5OfMessageBody: MD5_OF_BODY },
      ],
      Failed: [],
    }),
    failure: SENT,
  },
  ReceiveMessage: {
    call: (gate) => gate.call('ReceiveMessage', { QueueUrl }),
    respond: (attributes, MD5OfMessageAttributes) => ({
      Messages: [
        { MessageId: 'n', ReceiptHandle: 'r', Body: BODY, MD5OfBody: MD5_OF_BODY },
        {
          MessageId: 'm',
          ReceiptHandle: 's',
          Body: BODY,
          MD5OfBody: MD5_OF_BODY,
          MessageAttributes: write(attributes),
          MD5OfMessageAttributes,
        },
      ],
    }),
    failure:
      /^“x” returned other messages than those that were sent: the checksums differ\. .*visible again after the visibility timeout\.$/,
  },
};

/** Attributes, the digest in the response, and whether that is taken from Amazon SQS and from another endpoint. */
const CASES: readonly (readonly [string, Attributes, string | undefined, boolean, boolean])[] = [
  ['the digest of the attributes', ATTRIBUTES, DIGEST, true, true],
  ['the digest of other attributes', ATTRIBUTES, OTHER_DIGEST, false, false],
  ['the digest of no attributes', ATTRIBUTES, DIGEST_OF_NOTHING, false, false],
  ['no digest', ATTRIBUTES, undefined, false, true],
  ['the digest of nothing for nothing', {}, DIGEST_OF_NOTHING, true, true],
  ['no digest for nothing', {}, undefined, true, true],
];

describe('A response with message attributes', () => {
  for (const [action, exchange] of Object.entries(EXCHANGES)) {
    for (const [what, attributes, digest, isTakenFromAws, isTakenFromOthers] of CASES) {
      for (const [who, isAws, isTaken] of [
        ['Amazon SQS', true, isTakenFromAws],
        ['another endpoint', false, isTakenFromOthers],
      ] as const) {
        it(`of ${action} on ${who} is ${isTaken ? 'taken' : 'not taken'} with ${what}`, async () => {
          const server = await startRecordingServer((response) => {
            response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
            response.end(JSON.stringify(exchange.respond(attributes, digest)));
          });
          const gate = openTestGate(server.endpoint, {
            place: { ...placeOf(server.endpoint), ...(isAws && { identityEndpoint: 'http://127.0.0.1:1' }) },
          });
          const answer = await exchange.call(gate, attributes);
          assert.equal(answer.ok, isTaken, JSON.stringify(answer));
          if (!answer.ok) assert.match(answer.failure.message, exchange.failure);
          // What was done is not done again.
          assert.equal(server.requests.length, 1);
        });
      }
    }
  }

  it('and another body than that of the digest is not taken either', async () => {
    const server = await startRecordingServer((response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({
          Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: 'y', MD5OfBody: MD5_OF_BODY }],
        }),
      );
    });
    const answer = await openTestGate(server.endpoint).call('ReceiveMessage', { QueueUrl });
    assert.ok(!answer.ok);
    assert.match(answer.failure.message, EXCHANGES['ReceiveMessage']?.failure ?? /^$/);
    assert.equal(server.requests.length, 1);
  });
});
