import assert from 'node:assert/strict';
import { explainAttribute } from '../../../extension/queues/attributeText.ts';

describe('an attribute of a queue in the tree', () => {
  for (const [name, value, shown] of [
    ['MessageRetentionPeriod', '345600', '4 d'],
    ['VisibilityTimeout', '30', '30 s'],
    ['DelaySeconds', '0', '0 s'],
    ['KmsDataKeyReusePeriodSeconds', '300', '5 min'],
    ['MaximumMessageSize', '1048576', '1 MiB'],
    ['MaximumMessageSize', '1500', '1.5 KiB'],
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
