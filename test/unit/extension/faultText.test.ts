import assert from 'node:assert/strict';
import { describeFaults, describePlan, formatRate, parseRate } from '../../../extension/faults/faultText.ts';

describe('faults in words', () => {
  for (const [typed, rate] of [
    ['20%', 0.2],
    ['20 %', 0.2],
    ['0.2', 0.2],
    ['20', 0.2],
    ['1', 1],
    ['100%', 1],
    ['0', 0],
    ['0.5%', 0.005],
    ['101%', undefined],
    ['-1', undefined],
    ['', undefined],
    ['often', undefined],
  ] as const) {
    it(`reads “${typed}” as ${rate}`, () => assert.equal(parseRate(typed), rate));
  }

  it('reads what it writes', () => {
    for (const rate of [0, 0.001, 0.2, 1 / 8, 1]) assert.equal(parseRate(formatRate(rate)), rate);
  });

  it('names the file that asks for them', () => {
    const plan = { queueArn: 'arn', faults: { shuffle: true }, seed: 1, keep: false, injected: {} };
    assert.equal(describePlan(plan), 'shuffled');
    assert.equal(
      describePlan({ ...plan, definedIn: 'file:///folder/queueside.json' }),
      'shuffled, by queueside.json',
    );
    assert.equal(describePlan(undefined), '');
  });

  it('names what is on, and only that', () => {
    const faults = {
      duplicateRate: 0.2,
      shuffle: true,
      delayMs: 500,
      missRate: 0,
      errorRate: 1,
      slowMs: 100,
    };
    assert.equal(describeFaults(faults), 'duplicates 20 %, shuffled, up to 500 ms late, InternalError 100 %');
    assert.equal(describeFaults({ shuffle: false, delayMs: 0, slowMs: 100 }), '');
  });
});
