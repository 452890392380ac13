import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { writeMetrics } from '../../../../webview/scaling/decisionText.ts';

type Seen = Parameters<typeof writeMetrics>[0];

describe('what a decision saw', () => {
  const texts: readonly [Seen, string][] = [
    [{ metrics: {} }, ''],
    [
      {
        metrics: { value: 1_200, threshold: 60, adjustment: 2 },
        metricName: 'ApproximateNumberOfMessagesVisible',
      },
      'Visible messages 1,200 · Threshold 60 · Adjustment +2',
    ],
    [
      {
        metrics: { value: 400, threshold: 300, adjustment: -1 },
        metricName: 'ApproximateAgeOfOldestMessage',
      },
      'The age of the oldest message 6 min 40 s · Threshold 5 min · Adjustment −1',
    ],
    [{ metrics: { value: 1.5, threshold: 1 } }, 'Value 1.5 · Threshold 1'],
    [{ metrics: { threshold: 1, adjustmentPercent: -50 } }, 'Threshold 1 · Adjustment −50%'],
    [{ metrics: { exactCapacity: 4 } }, 'Exact capacity 4'],
    [
      { metrics: { backlogPerConsumer: 12.5, visible: 25, inService: 2, target: 10 } },
      'Backlog per process 12.5 · Visible 25 · In service 2 · Target 10',
    ],
    [
      { metrics: { count: 30, queueLength: 5, inService: 1 } },
      'Messages 30 · Messages per process 5 · In service 1',
    ],
    [{ metrics: { somethingNew: 3 } }, 'somethingNew 3'],
  ];
  for (const [seen, text] of texts) it(`is written: ${text}`, () => assert.equal(writeMetrics(seen), text));
});
