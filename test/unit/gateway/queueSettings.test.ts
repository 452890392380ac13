import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { OwnAnswer, OwnCalls } from '../../../broker/gateway/ownCalls.ts';
import { QueueBook } from '../../../broker/gateway/queueBook.ts';
import { QueueSettings } from '../../../broker/gateway/queueSettings.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';
const SAID: OwnAnswer = { ok: true, output: { Attributes: { VisibilityTimeout: '600' } }, requestId: '' };
const DOWN: OwnAnswer = { ok: false, message: 'down', isDenied: false };
const DENIED: OwnAnswer = { ok: false, message: 'denied', isDenied: true };

/** What the endpoint responds, how often it is asked within an hour, and whether the next receive asks again. */
const TABLE: readonly (readonly [string, readonly OwnAnswer[], number, boolean])[] = [
  ['at once', [SAID], 1, false],
  ['after two failures', [DOWN, DOWN, SAID], 3, false],
  ['never, since the keys may not read it', [DENIED], 1, false],
  ['not, since the keys may not read it, after a failure', [DOWN, DENIED], 2, false],
  ['never, since each call fails', Array.from({ length: 20 }, () => DOWN), 5, true],
];

describe('The settings of a queue', () => {
  for (const [title, answers, asked, asksAgain] of TABLE) {
    it(`which an endpoint says ${title}`, async () => {
      const { queues, schedule, settings, calls, timeouts } = open(answers);
      assert.equal(queues.wants(ARN), true);
      void settings.ask(ARN, 'url');
      for (let second = 0; second < 3_600; second++) {
        await new Promise((resolve) => setImmediate(resolve));
        schedule.advance(1_000);
      }
      assert.equal(calls(), asked);
      assert.deepEqual(timeouts, answers.includes(SAID) ? [600_000] : []);
      assert.equal(queues.wants(ARN), asksAgain);
    });
  }

  it('are not asked for after the gateway stops', async () => {
    const { schedule, settings, calls } = open([DOWN, SAID]);
    await settings.ask(ARN, 'url');
    settings.stop();
    assert.equal(schedule.pendingCount, 0);
    assert.equal(calls(), 1);
  });
});

function open(answers: readonly OwnAnswer[]) {
  const queues = new QueueBook();
  const schedule = new ManualSchedule();
  const timeouts: number[] = [];
  let count = 0;
  const ownCalls = {
    call: () => Promise.resolve(answers[count++] ?? DOWN),
  } as unknown as OwnCalls;
  const settings = new QueueSettings({
    queues,
    ownCalls,
    region: 'us-east-1',
    schedule: schedule.after,
    onTimeout: (_, visibilityMs) => timeouts.push(visibilityMs),
  });
  return { queues, schedule, settings, timeouts, calls: () => count };
}
