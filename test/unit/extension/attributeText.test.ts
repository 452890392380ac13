import assert from 'node:assert/strict';
import { formatMoment } from '../../../extension/ground/moments.ts';
import { explainAttribute } from '../../../extension/queues/attributeText.ts';

/** Today: the date is written all the same, beside those of other queues. */
const CREATED = Math.floor(Date.now() / 1_000) * 1_000;

describe('an attribute of a queue in the tree', () => {
  for (const [name, value, shown] of [
    ['MessageRetentionPeriod', '345600', '4 d'],
    ['VisibilityTimeout', '30', '30 s'],
    ['DelaySeconds', '0', '0 s'],
    ['KmsDataKeyReusePeriodSeconds', '300', '5 min'],
    ['MaximumMessageSize', '1048576', '1 MiB'],
    ['MaximumMessageSize', '1500', '1.5 KiB'],
    ['SqsManagedSseEnabled', 'true', 'On'],
    ['ContentBasedDeduplication', 'false', 'Off'],
    ['CreatedTimestamp', String(CREATED / 1_000), formatMoment(CREATED)],
    ['QueueArn', 'arn:aws:sqs:us-east-1:000000000000:q', 'arn:aws:sqs:us-east-1:000000000000:q'],
    [
      'RedrivePolicy',
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq","maxReceiveCount":3}',
      'to dlq (maxReceiveCount: 3)',
    ],
    [
      'RedrivePolicy',
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq","maxReceiveCount":"1"}',
      'to dlq (maxReceiveCount: 1)',
    ],
    ['RedrivePolicy', 'not JSON', 'not JSON'],
    ['RedrivePolicy', 'null', 'null'],
  ] as const) {
    it(`reads “${shown}” for ${name} ${value.slice(0, 20)}`, () => {
      assert.equal(explainAttribute(name, value), shown);
    });
  }
});
