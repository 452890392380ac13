import assert from 'node:assert/strict';
import { checkPool } from '../../../broker/pools/checkPool.ts';
import { readRecurrence } from '../../../broker/pools/policies/cron.ts';
import { decide } from '../../../broker/pools/policies/decide.ts';
import type { PolicyMemory, Situation } from '../../../broker/pools/policies/policy.ts';
import { readPoolSettings } from '../../../broker/pools/poolSettings.ts';
import type { PoolPolicy } from '../../../broker/protocol/poolDefinition.ts';
import { POOL } from '../../support/poolWorld.ts';

/** A pool of one process in service. */
const ONE: Omit<Situation, 'now'> = {
  desired: 1,
  min: 0,
  max: 100,
  inService: 1,
  starting: 0,
  ending: 0,
  visible: 0,
  inFlight: 0,
  delayed: 0,
  acting: [],
  readAlarm: () => undefined,
};

describe('Scheduled scaling', () => {
  const policy: PoolPolicy = {
    type: 'scheduled',
    actions: [
      { recurrence: '30 9 * * 1-5', min: 2, desired: 4 },
      { recurrence: '0 18 * * *', min: 0, desired: 0 },
    ],
  };
  const at = (text: string) => Date.parse(`2026-11-${text}Z`);

  it('sets limits and size at its minutes', () => {
    const settings = readPoolSettings({ ...POOL, policy });
    const morning = decide(settings, {}, { ...ONE, now: at('30T09:30:00') });
    assert.deepEqual([morning.limits, morning.wanted?.to], [{ min: 2, max: 100 }, 4]);
    assert.match(morning.wanted?.cause ?? '', /^a scheduled action update of AutoScalingGroup constraints/);
    assert.equal(decide(settings, {}, { ...ONE, now: at('30T09:31:00') }).wanted, undefined);
    assert.equal(decide(settings, {}, { ...ONE, now: at('29T09:30:00') }).wanted, undefined);
    assert.equal(morning.nextAt, at('30T09:31:00'));
  });

  for (const [title, times, sizes] of [
    [
      'when the timer is late',
      ['30T09:29:00.000', '30T09:30:00.001', '30T09:31:00.000'],
      [undefined, 4, undefined],
    ],
    ['once', ['30T09:30:00.000', '30T09:30:59.999'], [4, undefined]],
    ['after the machine slept, in order', ['30T09:00:00.000', '30T19:00:00.000'], [undefined, 0]],
    ['not if the pool starts later', ['30T09:30:00.001'], [undefined]],
  ] as const) {
    it(`sets them ${title}`, () => {
      const settings = readPoolSettings({ ...POOL, policy });
      let memory: PolicyMemory = {};
      const set = times.map((time) => {
        const outcome = decide(settings, memory, { ...ONE, now: at(time) });
        ({ memory } = outcome);
        return outcome.wanted?.to;
      });
      assert.deepEqual(set, sizes);
    });
  }

  for (const [text, time, isMatch] of [
    ['* * * * *', '30T12:34:00', true],
    ['*/15 * * * *', '30T12:30:00', true],
    ['*/15 * * * *', '30T12:31:00', false],
    ['0 8-10,14 * * *', '30T14:00:00', true],
    ['0 8-10,14 * * *', '30T11:00:00', false],
    ['0 0 * * 7', '29T00:00:00', true],
    ['0 0 * * 0', '29T00:00:00', true],
    ['0 0 * 12 *', '30T00:00:00', false],
    // If both days are restricted, one is enough.
    ['0 0 1 * 1', '30T00:00:00', true],
    ['0 0 30 * 2', '30T00:00:00', true],
    ['0 0 1 * 2', '30T00:00:00', false],
    ['10/20 * * * *', '30T12:50:00', true],
    ['0 0 * * MON-FRI', '30T00:00:00', true],
    ['0 0 * * mon-fri', '29T00:00:00', false],
    ['0 0 * * FRI-SUN', '29T00:00:00', true],
    ['0 0 * * FRI-SUN', '30T00:00:00', false],
    ['0 0 * * SUN,TUE', '29T00:00:00', true],
    ['0 0 * JAN-MAR,NOV *', '30T00:00:00', true],
    ['0 0 * DEC *', '30T00:00:00', false],
  ] as const) {
    it(`${text} ${isMatch ? 'matches' : 'does not match'} ${time}`, () => {
      assert.equal(readRecurrence(text)?.matches(at(time)), isMatch);
    });
  }

  for (const text of [
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '* * 0 * *',
    '* * * * MON-',
    '* * * * SUNDAY',
    '* * MON * *',
    '* * * WED *',
    'JAN * * * *',
    '* * * * WED-MON',
    '',
  ]) {
    it(`does not read “${text}”`, () => assert.equal(readRecurrence(text), undefined));
  }
});

describe('What is wrong with a recurrence', () => {
  for (const [recurrence, says] of [
    ['99 * * * *', /^"99" is not a minute\. The first field of "recurrence" has 0 to 59/],
    ['0 24 * * *', /^"24" is not an hour\. The second field .* 0 to 23/],
    ['0 0 32 * *', /^"32" is not a day of the month\. The third field .* 1 to 31/],
    ['0 0 * MON *', /^"MON" is not a month\. The fourth field .* 1 to 12 or JAN to DEC/],
    ['0 0 * * MUN-FRI', /^"MUN-FRI" is not a day of the week\. The fifth field .* SUN to SAT/],
    ['0 9 * * 1-5 2026', /^"recurrence" must have five fields: .*It has 6\.$/],
  ] as const) {
    it(`is said with the field and its values: ${recurrence}`, () => {
      const policy = { type: 'scheduled', actions: [{ recurrence, desired: 1 }] } as const;
      const [problem, ...others] = checkPool({ ...POOL, policy });
      assert.deepEqual([problem?.path, others], [['policy', 'actions', 0, 'recurrence'], []]);
      assert.match(problem?.message ?? '', says);
    });
  }
});
