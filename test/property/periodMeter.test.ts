import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEVELS, type Levels, OLDEST, startLevels } from '../../broker/metrics/levels.ts';
import { columnOfGauge, type Gauge, type Period, readGauge } from '../../broker/metrics/period.ts';
import { MINUTES, PeriodMeter, type Resolution, SECONDS } from '../../broker/metrics/periodMeter.ts';

const START = 1_800_000_000_000;
const EMPTY = startLevels();

/** A queue that changes at some moments, ms after the one before. */
interface Change {
  readonly afterMs: number;
  readonly levels: Levels;
}

const LEVEL_NUMBERS = fc.array(fc.nat(5), { minLength: LEVELS.length, maxLength: LEVELS.length });
const SENT_AT = fc.option(fc.integer({ min: START - 100_000, max: START }), { nil: NaN });
const CHANGE: fc.Arbitrary<Change> = fc
  .record({
    afterMs: fc.oneof(
      fc.integer({ min: 0, max: 3000 }),
      fc.constantFrom(0, 1000, 10_000, 60_000),
      fc.integer({ min: 0, max: 400_000 }),
    ),
    levels: LEVEL_NUMBERS,
    oldest: fc.array(SENT_AT, { minLength: OLDEST.length, maxLength: OLDEST.length }),
  })
  .map(({ afterMs, levels, oldest }) => ({ afterMs, levels: Float64Array.from([...levels, ...oldest]) }));

interface Sums {
  visible: number;
  samples: number;
  age: number;
  aged: number;
}

/** What levels were at every sample, counted one by one. */
function sampleNaively(changes: readonly Change[], endAt: number, { periodMs, sampleMs }: Resolution) {
  const moments: { at: number; levels: Levels }[] = [{ at: -Infinity, levels: EMPTY }];
  let at = START;
  for (const { afterMs, levels } of changes) {
    at += afterMs;
    moments.push({ at, levels });
  }
  const sums = new Map<number, Sums>();
  for (let sample = START; sample <= endAt; sample += sampleMs) {
    // The last change that is earlier: what happens at this moment comes after the sample.
    const { levels } = moments.findLast((moment) => moment.at < sample) as { levels: Levels };
    const start = Math.floor(sample / periodMs) * periodMs;
    const sum = sums.get(start) ?? { visible: 0, samples: 0, age: 0, aged: 0 };
    sum.visible += levels[0] as number;
    sum.samples += 1;
    const sentAt = levels[LEVELS.length] as number;
    if (!Number.isNaN(sentAt)) {
      sum.age += Math.floor((sample - sentAt) / 1000);
      sum.aged += 1;
    }
    sums.set(start, sum);
  }
  return sums;
}

/** The periods of a run, one by one. */
function spread(taken: readonly (readonly [number, Period, number])[], periodMs: number) {
  return taken.flatMap(([start, period, count]) =>
    Array.from({ length: count }, (_, index) => {
      const age = readGauge(period, columnOfGauge('age'));
      return {
        start: start + index * periodMs,
        visible: readGauge(period, columnOfGauge('visible')),
        age: { ...age, sum: age.sum + (age.samples * index * periodMs) / 1000 } satisfies Gauge,
      };
    }),
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
            const meter = new PeriodMeter(resolution, START, EMPTY, (...each) => taken.push([...each]));
            let [at, levels] = [START, EMPTY];
            for (const change of changes) {
              at += change.afterMs;
              meter.advance(at, levels);
              ({ levels } = change);
            }
            const endAt = at + restMs;
            meter.advance(endAt, levels);
            const naive = sampleNaively(changes, endAt, resolution);
            const periods = spread(taken, resolution.periodMs);
            for (const { start, visible, age } of periods) {
              assert.deepEqual(
                { visible: visible.sum, samples: visible.samples, age: age.sum, aged: age.samples },
                naive.get(start),
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
            assert.equal(meter.end, first + (starts.length + 1) * resolution.periodMs);
          },
        ),
      );
    });

  it('has one entry for all minutes of a queue at rest', () => {
    const taken: (readonly [number, number])[] = [];
    const meter = new PeriodMeter(MINUTES, START, EMPTY, (start, _, count) => taken.push([start, count]));
    const full = startLevels();
    full[0] = 1;
    meter.advance(START + 6 * 3_600_000, full);
    assert.deepEqual(
      taken.map(([, count]) => count),
      [1, 359],
    );
  });
});
