import assert from 'node:assert/strict';
import {
  type AlarmRule,
  type AlarmState,
  breaches,
  type Comparison,
  countEvaluatedPeriods,
  evaluateAlarm,
  MISSING_DATA,
} from '../../../broker/alarms/evaluate.ts';

/** The tables of the service's guide: 0 is fine, X breaches, - is missing, the newest is right (docs/metrics.md). */
const VECTORS: readonly (readonly [
  datapointsToAlarm: number,
  points: string,
  missing: string,
  ignore: string,
  breaching: string,
  notBreaching: string,
])[] = [
  [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK'],
  [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [3, '- - X - -', 'ALARM', 'keep', 'ALARM', 'OK'],
  [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - X -', 'ALARM', 'keep', 'ALARM', 'OK'],
  [3, '- - - - X', 'keep', 'keep', 'ALARM', 'OK'],
  [3, '- - - X -', 'keep', 'keep', 'ALARM', 'OK'],
];

const RULE: AlarmRule = {
  comparison: 'GreaterThanThreshold',
  threshold: 10,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  missingData: 'missing',
};
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const VALUES: Readonly<Record<string, number | undefined>> = { '0': 10, X: 11, '-': undefined };

describe('the evaluation of an alarm', () => {
  for (const [datapointsToAlarm, points, ...expected] of VECTORS)
    for (const [index, missingData] of MISSING_DATA.entries())
      for (const before of STATES) {
        const wanted = expected[index] === 'keep' ? before : expected[index];
        it(`${datapointsToAlarm} of 3, ${points}, ${missingData}, from ${before}: ${wanted}`, () => {
          const values = points.split(' ').map((point) => VALUES[point]);
          assert.equal(values.length, countEvaluatedPeriods(RULE));
          assert.equal(evaluateAlarm({ ...RULE, datapointsToAlarm, missingData }, values, before), wanted);
        });
      }

  it('of one period looks at the newest point alone', () => {
    const rule = { ...RULE, evaluationPeriods: 1, datapointsToAlarm: 1 };
    assert.equal(evaluateAlarm(rule, [11, 11, 10], 'ALARM'), 'OK');
    assert.equal(evaluateAlarm(rule, [10, 10, 11], 'OK'), 'ALARM');
    // A gap is skipped: an older point is all that is known.
    assert.equal(evaluateAlarm(rule, [10, 11, undefined], 'OK'), 'ALARM');
  });

  const COMPARED: readonly (readonly [Comparison, below: boolean, equal: boolean, above: boolean])[] = [
    ['GreaterThanOrEqualToThreshold', false, true, true],
    ['GreaterThanThreshold', false, false, true],
    ['LessThanThreshold', true, false, false],
    ['LessThanOrEqualToThreshold', true, true, false],
  ];
  for (const [comparison, ...expected] of COMPARED)
    it(`takes ${comparison} at its word`, () => {
      const rule = { ...RULE, comparison };
      assert.deepEqual(
        [9, 10, 11].map((value) => breaches(rule, value)),
        expected,
      );
    });
});
