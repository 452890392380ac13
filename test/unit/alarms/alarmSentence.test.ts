import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeBriefly, describeCondition } from '../../../broker/protocol/alarmSentence.ts';
import type { AlarmCondition } from '../../../broker/protocol/alarms.ts';
import { METRIC_ROWS } from '../../../broker/protocol/metricTable.ts';
import { sayMetric } from '../../../broker/protocol/metricWords.ts';

const VISIBLE: AlarmCondition = {
  metricName: 'ApproximateNumberOfMessagesVisible',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 100,
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
};
const AGE = { metricName: 'ApproximateAgeOfOldestMessage' };
const SIZE = { metricName: 'SentMessageSize', statistic: 'Average' };
const formatCount = (count: number): string => count.toLocaleString('en');

describe('the sentence of an alarm', () => {
  const sentences: readonly [Partial<AlarmCondition>, string][] = [
    [{}, 'the maximum of visible messages is greater than 100 in the last 2 periods of 1 minute'],
    [
      { evaluationPeriods: 1, datapointsToAlarm: 1 },
      'the maximum of visible messages is greater than 100 in the last period of 1 minute',
    ],
    [
      { evaluationPeriods: 3, periodSeconds: 180 },
      'the maximum of visible messages is greater than 100 in 2 of the last 3 periods of 3 minutes',
    ],
    [
      { comparison: 'GreaterThanOrEqualToThreshold', threshold: 2.5, statistic: 'Average' },
      'the average of visible messages is greater than or equal to 2.5 in the last 2 periods of 1 minute',
    ],
    [
      { comparison: 'LessThanThreshold', metricName: 'NumberOfMessagesSent', statistic: 'Sum', threshold: 1 },
      'the sum of sent messages is lower than 1 in the last 2 periods of 1 minute',
    ],
    [
      { comparison: 'LessThanOrEqualToThreshold', metricName: 'NumberOfEmptyReceives', statistic: 'p99' },
      'the p99 of empty receives is lower than or equal to 100 in the last 2 periods of 1 minute',
    ],
    [
      { ...AGE, threshold: 1_234_567 },
      'the maximum of the age of the oldest message is greater than 14 days 6 hours 56 minutes 7 seconds in the last 2 periods of 1 minute',
    ],
    [
      { ...AGE, threshold: 0.5, periodSeconds: 10 },
      'the maximum of the age of the oldest message is greater than 0.5 seconds in the last 2 periods of 10 seconds',
    ],
    [
      { ...AGE, statistic: 'SampleCount', threshold: 90 },
      'the number of samples of the age of the oldest message is greater than 90 in the last 2 periods of 1 minute',
    ],
    [
      { ...SIZE, threshold: 1_048_576 },
      'the average of the size of sent messages is greater than 1 MiB in the last 2 periods of 1 minute',
    ],
    [
      { ...SIZE, statistic: 'Minimum', threshold: 1_000_000 },
      'the minimum of the size of sent messages is greater than 1,000,000 bytes in the last 2 periods of 1 minute',
    ],
    [
      { metricName: 'Latency' },
      'the maximum of Latency is greater than 100 in the last 2 periods of 1 minute',
    ],
  ];
  for (const [part, sentence] of sentences) {
    it(`says: ${sentence}`, () =>
      assert.equal(describeCondition({ ...VISIBLE, ...part }, formatCount), sentence));
  }

  it('is shorter where there is little room', () => {
    assert.equal(describeBriefly(VISIBLE, formatCount), 'visible messages > 100');
    const old = { ...VISIBLE, ...AGE, comparison: 'LessThanOrEqualToThreshold', threshold: 90 } as const;
    assert.equal(describeBriefly(old, formatCount), 'the age of the oldest message ≤ 1 minute 30 seconds');
  });

  for (const { name } of METRIC_ROWS)
    it(`has words for ${name}`, () => assert.match(sayMetric(name), /^[a-z]+( [a-z]+)+$/u));
});
