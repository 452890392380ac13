import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createPace } from '../../../broker/cli/loadPace.ts';
import type { LoadShape } from '../../../broker/protocol/load.ts';

const SHAPES: readonly LoadShape[] = ['steady', 'ramp', 'bursts', 'poisson'];

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
      const pace = createPace({ shape, perSecond: 100, durationMs: 10_000, seed: 1 });
      assert.deepEqual(
        counts.map(([ms]) => pace.countDue(ms)),
        counts.map(([, count]) => count),
      );
    });
  }

  for (const shape of SHAPES) {
    it(`counts a message of a ${shape} one as due from its time on`, () => {
      const pace = createPace({ shape, perSecond: 7, durationMs: 20_000, seed: 1 });
      for (let number = 0; number < 60; number++) {
        const dueAt = pace.dueAt(number);
        assert.ok(pace.countDue(dueAt + 5) > number, `message ${number}`);
        assert.ok(pace.countDue(Math.max(0, dueAt - 0.01)) <= number, `message ${number}`);
      }
    });
  }

  describe('of a poisson one', () => {
    const SENT = 50_000;
    const perSecond = 200;
    const listGaps = (seed: number): number[] => {
      const pace = createPace({ shape: 'poisson', perSecond, durationMs: 10_000, seed });
      const times = Array.from({ length: SENT }, (_, number) => pace.dueAt(number));
      return times.map((at, number) => at - (times[number - 1] ?? 0));
    };

    it('is the same with the same seed, and another with another one', () => {
      assert.deepEqual(listGaps(3), listGaps(3));
      assert.notDeepEqual(listGaps(3).slice(0, 5), listGaps(4).slice(0, 5));
    });

    it('has gaps that are exponentially distributed', () => {
      const gaps = listGaps(5);
      // P(gap > t) = exp(-rate t); four standard errors of a share of 50,000 are below 0.01.
      for (const ms of [0, 1, 5, 10, 20, 40]) {
        const share = gaps.filter((gap) => gap > ms).length / SENT;
        assert.ok(Math.abs(share - Math.exp((-ms * perSecond) / 1000)) < 0.01, `${ms} ms: ${share}`);
      }
    });

    it('has gaps that do not depend on each other', () => {
      const gaps = listGaps(6);
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / SENT;
      const product = gaps.slice(1).reduce((sum, gap, index) => sum + gap * (gaps[index] as number), 0);
      assert.ok(Math.abs(product / (SENT - 1) / mean ** 2 - 1) < 0.03);
    });

    it('counts each message once, however the counting steps go on', () => {
      for (const stepMs of [0.7, 1, 13, 4000]) {
        const pace = createPace({ shape: 'poisson', perSecond, durationMs: 10_000, seed: 7 });
        const due = createPace({ shape: 'poisson', perSecond, durationMs: 10_000, seed: 7 }).countDue(10_000);
        let sent = 0;
        // As the load test does: it sends what is due, at most 3 in a step, and what is left at the end is behind.
        for (let elapsedMs = 0; elapsedMs < 10_000; elapsedMs += stepMs) {
          const dueNow = pace.countDue(elapsedMs);
          for (let room = 3; room > 0 && sent < dueNow; room--) {
            assert.ok(pace.dueAt(sent) < elapsedMs);
            sent++;
          }
        }
        const behind = pace.countDue(10_000) - sent;
        assert.ok(behind >= 0);
        assert.equal(sent + behind, due);
      }
    });

    it('can be asked again for an earlier time', () => {
      const pace = createPace({ shape: 'poisson', perSecond, durationMs: 10_000, seed: 8 });
      const early = pace.countDue(500);
      pace.countDue(9000);
      assert.equal(pace.countDue(500), early);
      const at = pace.dueAt(10);
      pace.dueAt(400);
      assert.equal(pace.dueAt(10), at);
    });
  });
});
