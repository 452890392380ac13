import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createPace } from '../../../broker/cli/loadPace.ts';
import type { LoadShape } from '../../../broker/protocol/load.ts';

const SHAPES: readonly LoadShape[] = ['steady', 'ramp', 'bursts'];

describe('The pace of a load test', () => {
  const table: readonly [shape: LoadShape, dueAt: readonly [ms: number, count: number][]][] = [
    [
      'steady',
      [
        [0, 0],
        [1, 1],
        [1000, 100],
        [10_000, 1000],
      ],
    ],
    [
      'ramp',
      [
        [0, 0],
        [1, 1],
        [1000, 5],
        [5000, 125],
        [10_000, 500],
      ],
    ],
    [
      'bursts',
      [
        [0, 0],
        [1, 500],
        [5000, 500],
        [5001, 1000],
        [10_000, 1000],
      ],
    ],
  ];
  for (const [shape, counts] of table) {
    it(`is ${shape}`, () => {
      const pace = createPace({ shape, perSecond: 100, durationMs: 10_000 });
      assert.deepEqual(
        counts.map(([ms]) => pace.countDue(ms)),
        counts.map(([, count]) => count),
      );
    });
  }

  for (const shape of SHAPES) {
    it(`counts a message of a ${shape} one as due from its time on`, () => {
      const pace = createPace({ shape, perSecond: 7, durationMs: 20_000 });
      for (let number = 0; number < 60; number++) {
        const dueAt = pace.dueAt(number);
        assert.ok(pace.countDue(dueAt + 5) > number, `message ${number}`);
        assert.ok(pace.countDue(Math.max(0, dueAt - 0.01)) <= number, `message ${number}`);
      }
    });
  }
});
