import assert from 'node:assert/strict';
import { setLanguage } from '../../../extension/ground/language.ts';
import { describeFaults, describePlan, formatRate, parseRate } from '../../../extension/faults/faultText.ts';

describe('faults in words', () => {
  afterEach(() => setLanguage('en'));

  for (const [typed, rate] of [
    ['20%', 0.2],
    ['20 %', 0.2],
    ['0.2', 0.2],
    ['20', 0.2],
    ['1', 1],
    ['100%', 1],
    ['0', 0],
    ['0.5%', 0.005],
    ['12,5 %', 0.125],
    ['101%', undefined],
    ['-1', undefined],
    ['', undefined],
    ['often', undefined],
  ] as const) {
    it(`reads “${typed}” as ${rate}`, () => assert.equal(parseRate(typed), rate));
  }

  for (const [language, written] of [
    ['en', ['0%', '0.1%', '20%', '12.5%', '100%']],
    ['de', ['0 %', '0,1 %', '20 %', '12,5 %', '100 %']],
  ] as const) {
    it(`reads what it writes, in the language ${language}`, () => {
      setLanguage(language);
      const rates = [0, 0.001, 0.2, 1 / 8, 1];
      assert.deepEqual(
        rates.map((rate) => formatRate(rate).replace('\u00a0', ' ')),
        written,
      );
      assert.deepEqual(rates.map(formatRate).map(parseRate), rates);
    });
  }

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
    assert.equal(describeFaults(faults), 'duplicates 20%, shuffled, up to 500 ms late, InternalError 100%');
    assert.equal(describeFaults({ shuffle: false, delayMs: 0, slowMs: 100 }), '');
  });
});
