import assert from 'node:assert/strict';
import {
  type Adjustment,
  adjustSize,
  nameAdjustment,
  roundPercent,
} from '../../../broker/pools/policies/adjust.ts';
import { checkSteps, findStep } from '../../../broker/pools/policies/steps.ts';
import type { PoolStep } from '../../../broker/protocol/poolDefinition.ts';

describe('Adjustments of a pool', () => {
  const changes: readonly (readonly [change: number, rounded: number])[] = [
    [12.7, 12],
    [1.4, 1],
    [1, 1],
    [0.67, 1],
    [0.01, 1],
    [0, 0],
    [-0.58, -1],
    [-1, -1],
    [-6.67, -6],
    // 10 × 30 % in binary.
    [3.0000000000000004, 3],
    [2.9999999999999996, 3],
  ];
  for (const [change, rounded] of changes) {
    it(`round ${change} processes to ${rounded}`, () => assert.equal(roundPercent(change), rounded));
  }

  it('are named by what they are', () => {
    assert.deepEqual(
      [
        {},
        { adjustmentType: 'ChangeInCapacity' } as const,
        { adjustmentType: 'PercentChangeInCapacity' } as const,
        { adjustmentType: 'ExactCapacity' } as const,
      ].map(nameAdjustment),
      ['adjustment', 'adjustment', 'adjustmentPercent', 'exactCapacity'],
    );
  });

  const percent: Adjustment = { adjustmentType: 'PercentChangeInCapacity' };
  const table: readonly (readonly [size: number, adjustment: number, rule: Adjustment, to: number])[] = [
    [3, 2, {}, 5],
    [3, -5, {}, 0],
    [3, 7, { adjustmentType: 'ExactCapacity' }, 7],
    [14, 10, percent, 15],
    [4, 25, percent, 5],
    [4, 25, { ...percent, minAdjustmentMagnitude: 2 }, 6],
    [4, -25, { ...percent, minAdjustmentMagnitude: 2 }, 2],
    [4, 0, { ...percent, minAdjustmentMagnitude: 2 }, 4],
    [1, -100, percent, 0],
    [0, 50, percent, 0],
    [0, 50, { ...percent, minAdjustmentMagnitude: 1 }, 1],
  ];
  for (const [size, adjustment, rule, to] of table) {
    it(`make ${to} of ${size} by ${adjustment} ${JSON.stringify(rule)}`, () => {
      assert.equal(adjustSize(size, adjustment, rule), to);
    });
  }
});

describe('Steps of a policy', () => {
  const step = (lower: number | undefined, upper: number | undefined, adjustment = 1): PoolStep => ({
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    adjustment,
  });
  const tables: readonly (readonly [
    name: string,
    steps: readonly PoolStep[],
    problems: readonly RegExp[],
  ])[] = [
    ['one after the other', [step(0, 10), step(10, 20), step(20, undefined)], []],
    ['in any order', [step(20, undefined), step(0, 10), step(10, 20)], []],
    ['without an end above', [step(0, 10), step(10, 20)], [/highest step must have no "upper"/]],
    ['without an end below', [step(-10, 0), step(-20, -10)], [/lowest step must have no "lower"/]],
    ['that end before the threshold', [step(undefined, -10)], []],
    ['on both sides', [step(undefined, -10), step(-10, 0), step(0, undefined)], []],
    ['none', [], [/at least one step/]],
    ['without a bound', [step(undefined, undefined)], [/"lower" or "upper"/]],
    ['empty', [step(10, 10)], [/less than/]],
    ['turned round', [step(10, 0)], [/less than/]],
    ['with a gap', [step(0, 10), step(11, undefined)], [/gap/]],
    ['that overlap', [step(0, 10), step(9, undefined)], [/overlaps/]],
    ['that are the same', [step(0, 10), step(0, 10)], [/overlaps/]],
    ['of which two are open above', [step(0, undefined), step(10, undefined)], [/overlaps/]],
  ];
  for (const [name, steps, problems] of tables) {
    it(`${name}: ${problems.length} problems`, () => {
      const found = checkSteps(steps).map(({ message }) => message);
      assert.equal(found.length, problems.length, found.join('\n'));
      for (const [index, problem] of problems.entries()) assert.match(found[index] ?? '', problem);
    });
  }

  const out = [step(0, 10, 0), step(10, 20, 10), step(20, undefined, 30)];
  const below = [step(-10, 0, 0), step(-20, -10, -10), step(undefined, -20, -30)];
  const offsets: readonly (readonly [
    offset: number,
    steps: readonly PoolStep[],
    adjustment: number | undefined,
  ])[] = [
    [0, out, 0],
    [9.9, out, 0],
    [10, out, 10],
    [20, out, 30],
    [-1, out, undefined],
    // Below the threshold, upper bounds belong to a step and lower ones do not.
    [-10, below, -10],
    [-9.9, below, 0],
    [-20, below, -30],
    [1, below, undefined],
  ];
  for (const [offset, steps, adjustment] of offsets) {
    it(`${offset} from the threshold: ${adjustment}`, () => {
      assert.equal(findStep(steps, offset)?.adjustment, adjustment);
    });
  }
});
