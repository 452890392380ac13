import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adjustSize, roundPercent } from '../../broker/pools/policies/adjust.ts';
import { checkSteps, findStep } from '../../broker/pools/policies/steps.ts';
import type { PoolStep } from '../../broker/protocol/poolDefinition.ts';

const change = fc.double({ min: -1000, max: 1000, noNaN: true });
const size = fc.integer({ min: 0, max: 100 });
const percent = fc.integer({ min: -1000, max: 1000 });

/** Steps without gaps and overlaps, in any order; the outer bounds may be open. */
const ladder = fc
  .record({
    bounds: fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 8 }),
    isOpenBelow: fc.boolean(),
    isOpenAbove: fc.boolean(),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ bounds, isOpenBelow, isOpenAbove, order }) => {
    const sorted = bounds.toSorted((one, other) => one - other);
    const steps = sorted
      .slice(1)
      .map((upper, index): PoolStep => ({ lower: sorted[index] as number, upper, adjustment: index }));
    if (isOpenBelow) steps.unshift({ upper: sorted[0] as number, adjustment: -1 });
    if (isOpenAbove) steps.push({ lower: sorted.at(-1) as number, adjustment: 99 });
    return { sorted, steps, isOpenBelow, isOpenAbove, shuffled: shuffle(steps, order) };
  });

function shuffle(steps: readonly PoolStep[], order: Iterator<number>): readonly PoolStep[] {
  return steps
    .map((step) => ({ step, place: Number(order.next().value) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ step }) => step);
}

describe('Rounding of percentages', () => {
  it('goes toward zero, keeps the sign, and makes at least one process of any change', () => {
    fc.assert(
      fc.property(change, (value) => {
        const rounded = roundPercent(value);
        assert.ok(Number.isInteger(rounded));
        if (Number(value.toPrecision(12)) === 0) return assert.equal(Math.abs(rounded), 0);
        assert.equal(Math.sign(rounded), Math.sign(value));
        assert.ok(Math.abs(rounded) <= Math.max(1, Math.abs(value) + 1e-6));
        assert.ok(Math.abs(rounded) > Math.abs(value) - 1);
        return undefined;
      }),
      { numRuns: 1000 },
    );
  });

  it('grows with the percentage, and never below 0 processes', () => {
    fc.assert(
      fc.property(size, percent, percent, fc.integer({ min: 1, max: 10 }), (from, one, other, least) => {
        const rule = { adjustmentType: 'PercentChangeInCapacity', minAdjustmentMagnitude: least } as const;
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((by) =>
          adjustSize(from, by, rule),
        );
        assert.ok((low as number) <= (high as number));
        assert.ok((low as number) >= 0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('Steps', () => {
  it('without gaps and overlaps are valid in any order, and each value within them has exactly one', () => {
    fc.assert(
      fc.property(ladder, fc.integer({ min: -120, max: 120 }), (given, offset) => {
        const { sorted, shuffled, isOpenAbove, isOpenBelow } = given;
        const [bottom, top] = [sorted[0] as number, sorted.at(-1) as number];
        const endless = Number(!isOpenBelow && bottom < 0) + Number(!isOpenAbove && top > 0);
        assert.equal(checkSteps(shuffled).length, endless);
        const lowest = isOpenBelow ? -Infinity : (sorted[0] as number);
        const highest = isOpenAbove ? Infinity : (sorted.at(-1) as number);
        const isWithin =
          offset >= 0 ? offset >= lowest && offset < highest : offset > lowest && offset <= highest;
        const found = shuffled.filter((step) => findStep([step], offset) !== undefined);
        assert.equal(found.length, isWithin ? 1 : 0);
        assert.equal(findStep(shuffled, offset), found[0]);
      }),
      { numRuns: 1000 },
    );
  });

  it('of which one is left out have a gap, and of which one is wider overlap', () => {
    fc.assert(
      fc.property(ladder, fc.nat(), ({ steps }, place) => {
        fc.pre(steps.length >= 3);
        const inner = 1 + (place % (steps.length - 2));
        assert.equal(checkSteps(steps.toSpliced(inner, 1)).length, 1);
        const { upper = 0, ...rest } = steps[inner] as PoolStep;
        const wider = steps.with(inner, { ...rest, upper: upper + 0.5 });
        assert.equal(checkSteps(wider).length, 1);
      }),
      { numRuns: 1000 },
    );
  });
});
