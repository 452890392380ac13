import assert from 'node:assert/strict';
import type { MessageContent } from '../../../broker/engine/base/content.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { describeRecord, type RecordSource } from '../../../broker/mappings/eventRecord.ts';
import { caller, EngineHarness, unwrap } from '../../support/engineHarness.ts';

const SOURCE: RecordSource = {
  queueArn: 'arn:aws:sqs:us-east-2:123456789012:my-queue',
  region: 'us-east-2',
  windowSeconds: 0,
};

/** A message as the example of the service's documentation has it. */
function message(
  content: Partial<MessageContent> = {},
  change: Partial<ReceivedMessage> = {},
): ReceivedMessage {
  return {
    messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    content: {
      body: Buffer.from('Test message.'),
      bodyMd5: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
      senderId: 'AIDAIENQZJOLO23YVJ4VO',
      ...content,
    },
    sizeBytes: 13,
    sentAt: 1545082649183,
    receiveCount: 1,
    firstReceivedAt: 1545082649185,
    deadLetterSourceArn: undefined,
    ...change,
  };
}

const write = (received: ReceivedMessage, source: Partial<RecordSource> = {}): string =>
  JSON.stringify(describeRecord(received, { ...SOURCE, ...source }));

const HEAD =
  '{"messageId":"059f36b4-87a3-44ab-83d2-661975830a7d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a"';
const BODY = '"body":"Test message."';
const ATTRIBUTES =
  '"attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183","SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"}';
const TAIL =
  '"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}';

describe('The record of a message, byte for byte,', () => {
  it('has no digest of message attributes without them and without a window', () => {
    assert.equal(write(message()), [HEAD, BODY, ATTRIBUTES, '"messageAttributes":{}', TAIL].join(','));
  });

  it('has a digest that is null without them but with a window', () => {
    assert.equal(
      write(message(), { windowSeconds: 1 }),
      [HEAD, BODY, ATTRIBUTES, '"messageAttributes":{}', '"md5OfMessageAttributes":null', TAIL].join(','),
    );
  });

  for (const windowSeconds of [0, 1]) {
    it(`has message attributes with the digest that the service computed, with a window of ${windowSeconds} s`, () => {
      const attributes = [
        { name: 'Title', type: 'String', value: 'The Whistler' },
        { name: 'Author', type: 'String', value: 'John Grisham' },
        { name: 'WeeksOn', type: 'Number', value: '6' },
      ];
      const lists = '"stringListValues":[],"binaryListValues":[]';
      const written = [
        `"messageAttributes":{"Title":{"stringValue":"The Whistler",${lists},"dataType":"String"}`,
        `"Author":{"stringValue":"John Grisham",${lists},"dataType":"String"}`,
        `"WeeksOn":{"stringValue":"6",${lists},"dataType":"Number"}}`,
        '"md5OfMessageAttributes":"d25a6aea97eb8f585bfa92d314504a92"',
      ];
      assert.equal(
        write(message({ attributes }), { windowSeconds }),
        [HEAD, BODY, ATTRIBUTES, ...written, TAIL].join(','),
      );
    });
  }

  it('has binary attributes as base64, labels of types, and any name', () => {
    const record = describeRecord(
      message({
        attributes: [
          { name: 'Blob', type: 'Binary.png', value: Buffer.from([9, 2, 3, 4]).subarray(1) },
          { name: '__proto__', type: 'String.uuid', value: '' },
        ],
      }),
      SOURCE,
    );
    assert.equal(
      JSON.stringify(record.messageAttributes),
      '{"Blob":{"binaryValue":"AgME","stringListValues":[],"binaryListValues":[],"dataType":"Binary.png"},' +
        '"__proto__":{"stringValue":"","stringListValues":[],"binaryListValues":[],"dataType":"String.uuid"}}',
    );
  });

  it('has the body as a string, also when it is JSON or a view into other bytes', () => {
    const bytes = Buffer.from('xx{"é":"\\n😀"}xx');
    const body = bytes.subarray(2, bytes.length - 2);
    assert.equal(describeRecord(message({ body }), SOURCE).body, '{"é":"\\n😀"}');
  });

  const attributes: readonly (readonly [name: string, message: ReceivedMessage, written: string])[] = [
    [
      'of a FIFO queue',
      message({ groupId: '1', deduplicationId: '2', sequenceNumber: '18849496460467696128' }),
      '{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183","SequenceNumber":"18849496460467696128","MessageGroupId":"1","SenderId":"AIDAIENQZJOLO23YVJ4VO","MessageDeduplicationId":"2","ApproximateFirstReceiveTimestamp":"1545082649185"}',
    ],
    [
      'of a dead-letter queue, with a trace header',
      message(
        { traceHeader: 'Root=1-afa8dcdd-00db74c9' },
        { deadLetterSourceArn: 'arn:aws:sqs:us-east-1:123456789012:orders', receiveCount: 3 },
      ),
      '{"DeadLetterQueueSourceArn":"arn:aws:sqs:us-east-1:123456789012:orders","ApproximateReceiveCount":"3","AWSTraceHeader":"Root=1-afa8dcdd-00db74c9","SentTimestamp":"1545082649183","SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"}',
    ],
    [
      'of a tenant of a standard queue',
      message({ groupId: 'tenant-1' }),
      '{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183","MessageGroupId":"tenant-1","SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"}',
    ],
  ];
  for (const [name, received, written] of attributes) {
    it(`has the system attributes ${name}`, () => {
      assert.equal(JSON.stringify(describeRecord(received, SOURCE).attributes), written);
    });
  }

  it('is that of a message which was sent, received again and moved', () => {
    const harness = new EngineHarness();
    const dead = harness.createQueue('dead');
    const policy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const queue = harness.createQueue('orders', { RedrivePolicy: policy, VisibilityTimeout: '30' });
    const sentAt = harness.clock.now();
    const input = { body: 'x', groupId: 'g', traceHeader: 'Root=1-a-b' };
    const sent = unwrap(sendMessage(harness.engine, queue, input, caller));
    assert.equal(harness.receive(queue).length, 1);
    harness.clock.advance(30_000);
    assert.equal(harness.receive(queue).length, 0);
    const [received] = harness.receive(dead);
    assert.ok(received !== undefined);
    const record = describeRecord(received, { ...SOURCE, queueArn: dead.arn, region: 'us-east-1' });
    assert.deepEqual(record.attributes, {
      DeadLetterQueueSourceArn: queue.arn,
      ApproximateReceiveCount: '2',
      AWSTraceHeader: 'Root=1-a-b',
      SentTimestamp: String(sentAt),
      MessageGroupId: 'g',
      SenderId: caller.accessKeyId,
      ApproximateFirstReceiveTimestamp: String(sentAt),
    });
    assert.equal(record.messageId, sent.messageId);
    assert.equal(record.md5OfBody, sent.bodyMd5);
    assert.equal(record.eventSourceARN, dead.arn);
  });
});
