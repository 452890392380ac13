import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { LookFacts } from '../../../../extension/remote/sampling/lookFacts.ts';
import { countCalls, USUAL_PLAN } from '../../../../extension/remote/sampling/lookPlan.ts';
import { writeLookQuestion } from '../../../../extension/remote/sampling/lookQuestion.ts';

const FACTS: LookFacts = {
  queue: 'orders',
  isFifo: false,
  isDeadLetterQueue: false,
  visible: 3,
  inFlight: 0,
  delayed: 0,
};
const HIDES =
  'Amazon SQS has no peek. Looking at up to 10 messages of “orders” hides them from its consumers for 30 seconds and raises their receive count.';
const CALLS = 'It takes at most 13 calls.';

describe('The question before a look at messages', () => {
  const CASES: readonly (readonly [what: string, facts: Partial<LookFacts>, lines: readonly string[]])[] = [
    ['a queue without a dead-letter queue', {}, [HIDES, CALLS]],
    [
      'one that allows 3 receives',
      { maximumReceives: 3, deadLetterQueue: 'orders-dead' },
      [
        HIDES,
        '“orders” allows 3 receives: messages that were received 3 times already would be moved to “orders-dead” by this look.',
        CALLS,
      ],
    ],
    [
      'one that allows 1 receive',
      { maximumReceives: 1, deadLetterQueue: 'orders-dead' },
      [
        HIDES,
        '“orders” allows 1 receive: messages that were received once already would be moved to “orders-dead” by this look.',
        CALLS,
      ],
    ],
    [
      'a FIFO queue',
      { isFifo: true },
      [HIDES, 'Their message groups are blocked meanwhile, and only the head of each group is seen.', CALLS],
    ],
    [
      'a dead-letter queue',
      { isDeadLetterQueue: true },
      [HIDES, CALLS, '“orders” is a dead-letter queue. You are asked once, until the window is closed.'],
    ],
  ];
  for (const [what, facts, lines] of CASES) {
    it(`says what it does to ${what}`, () => {
      const question = writeLookQuestion('prod', { ...FACTS, ...facts }, USUAL_PLAN, false);
      assert.deepEqual(question.detail.split('\n\n'), lines);
      assert.deepEqual(
        [question.title, question.button, question.alternatives],
        [
          'prod: look at messages of orders?',
          'Look at 10 Messages',
          ['Look at Counts Only', 'Change Numbers…'],
        ],
      );
    });
  }

  it('says what it costs, if it is Amazon SQS', () => {
    const { detail } = writeLookQuestion('prod', FACTS, USUAL_PLAN, true);
    assert.match(detail, /at most 13 calls, which cost less than \$0\.01\./);
  });

  it('costs less than a cent, with the largest plan of the longest messages', () => {
    // 64 KiB each count as a request, and a message has up to 1 MiB.
    const requests = countCalls({ messages: 100, holdSeconds: 300 }) + 100 * 16;
    assert.ok((requests * 0.5) / 1_000_000 < 0.01);
  });

  it('has the numbers of the plan', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100 }),
        fc.integer({ min: 30, max: 300 }),
        (messages, seconds) => {
          const plan = { messages, holdSeconds: seconds };
          const { detail, button } = writeLookQuestion('prod', FACTS, plan, false);
          assert.ok(
            detail.includes(`up to ${messages} messages`) && detail.includes(`for ${seconds} seconds`),
          );
          assert.equal(button, `Look at ${messages} Messages`);
        },
      ),
    );
  });
});
