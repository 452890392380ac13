import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEVELS, type Levels, NO_LEVELS } from '../../broker/metrics/levels.ts';
import type { Gauge, Period } from '../../broker/metrics/period.ts';
import { MINUTES, PeriodMeter, type Resolution, SECONDS } from '../../broker/metrics/periodMeter.ts';

const START = 1_800_000_000_000;

/** A queue that changes at some moments, ms after the one before. */
interface Change {
  readonly afterMs: number;
  readonly levels: Levels;
}

const CHANGE: fc.Arbitrary<Change> = fc.record({
  afterMs: fc.oneof(
    fc.integer({ min: 0, max: 3000 }),
    fc.constantFrom(0, 1000, 10_000, 60_000),
    fc.integer({ min: 0, max: 400_000 }),
  ),
  levels: fc.record({
    visible: fc.nat(5),
    inFlight: fc.nat(5),
    delayed: fc.nat(5),
    inFlightGroups: fc.nat(2),
    oldestSentAt: fc.option(fc.integer({ min: START - 100_000, max: START }), { nil: undefined }),
  }),
});

/** What one level was at every sample, counted one by one. */
function sampleNaively(changes: readonly Change[], endAt: number, { periodMs, sampleMs }: Resolution) {
  const moments: { at: number; levels: Levels }[] = [{ at: START, levels: NO_LEVELS }];
  for (const { afterMs, levels } of changes) {
    const last = moments.at(-1) as { at: number };
    moments.push({ at: last.at + afterMs, levels });
  }
  const sums = new Map<number, { visible: number; samples: number; age: number; aged: number }>();
  for (let at = START; at < endAt; at += sampleMs) {
    // The last change that is not later: what the queue holds at this moment.
    const { levels } = moments.findLast((moment) => moment.at <= at) as { levels: Levels };
    const start = Math.floor(at / periodMs) * periodMs;
    const sum = sums.get(start) ?? { visible: 0, samples: 0, age: 0, aged: 0 };
    sum.visible += levels.visible;
    sum.samples += 1;
    if (levels.oldestSentAt !== undefined) {
      sum.age += at - levels.oldestSentAt;
      sum.aged += 1;
    }
    sums.set(start, sum);
  }
  return sums;
}

/** The periods of a run, one by one. */
function spread(
  taken: readonly (readonly [start: number, period: Period, count: number])[],
  periodMs: number,
) {
  return taken.flatMap(([start, period, count]) =>
    Array.from({ length: count }, (_, index) => ({
      start: start + index * periodMs,
      visible: period.levels.visible,
      age: { ...period.age, sum: period.age.sum + period.age.samples * index * periodMs } as Gauge,
    })),
  );
}

describe('the meter of a queue', () => {
  for (const [name, resolution] of Object.entries({ minutes: MINUTES, seconds: SECONDS }))
    it(`gives the sums of samples that were taken one by one, in ${name}`, () => {
      fc.assert(
        fc.property(
          fc.array(CHANGE, { maxLength: 12 }),
          fc.integer({ min: 0, max: 200_000 }),
          (changes, restMs) => {
            const taken: [number, Period, number][] = [];
            const meter = new PeriodMeter(resolution, START, (...each) => taken.push([...each]));
            let [at, levels] = [START, NO_LEVELS];
            for (const change of changes) {
              at += change.afterMs;
              meter.advance(at, levels);
              levels = change.levels;
              meter.see(levels);
            }
            const endAt = at + restMs;
            meter.advance(endAt, levels);
            const naive = sampleNaively(changes, endAt, resolution);
            const periods = spread(taken, resolution.periodMs);
            for (const { start, visible, age } of periods) {
              const sum = naive.get(start);
              assert.deepEqual(
                { visible: visible.sum, samples: visible.samples, age: age.sum, aged: age.samples },
                sum,
                `period ${start - START}`,
              );
              assert.ok(visible.minimum * visible.samples <= visible.sum);
              assert.ok(visible.maximum * visible.samples >= visible.sum);
            }
            // Each period once, in order, without a gap.
            const starts = periods.map(({ start }) => start);
            const first = Math.floor(START / resolution.periodMs) * resolution.periodMs;
            assert.deepEqual(
              starts,
              starts.map((_, index) => first + index * resolution.periodMs),
            );
            assert.equal(meter.current.start, first + starts.length * resolution.periodMs);
          },
        ),
      );
    });

  it('shows as maximum what was there between two samples', () => {
    const taken: Period[] = [];
    const meter = new PeriodMeter(MINUTES, START, (_start, period) => taken.push(period));
    const burst = { ...NO_LEVELS, visible: 500 };
    meter.advance(START + 1000, NO_LEVELS);
    meter.see(burst);
    meter.advance(START + 2000, burst);
    meter.see(NO_LEVELS);
    meter.advance(START + 60_000, NO_LEVELS);
    assert.deepEqual(taken[0]?.levels.visible, { sum: 0, minimum: 0, maximum: 500, samples: 6 });
  });

  it('has one entry for all minutes of a queue at rest', () => {
    const taken: (readonly [number, number])[] = [];
    const meter = new PeriodMeter(MINUTES, START, (start, _period, count) => taken.push([start, count]));
    meter.advance(START + 6 * 3_600_000, { ...NO_LEVELS, visible: 1 });
    assert.equal(taken.length, 2);
    assert.equal(
      taken.reduce((sum, [, count]) => sum + count, 0),
      360,
    );
    assert.ok(LEVELS.every((name) => meter.current.period.levels[name].samples === 0));
  });
});
