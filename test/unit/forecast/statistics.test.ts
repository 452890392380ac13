import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Arrivals } from '../../../broker/forecast/arrivals.ts';
import { CountWindows } from '../../../broker/forecast/countWindows.ts';
import { DepthTimes } from '../../../broker/forecast/depthTimes.ts';
import { Moments } from '../../../broker/forecast/moments.ts';
import { Quantiles } from '../../../broker/forecast/quantiles.ts';
import { judgeSteadiness, type Steadiness } from '../../../broker/forecast/steadiness.ts';
import { createPace } from '../../../broker/cli/loadPace.ts';
import type { LoadShape } from '../../../broker/protocol/load.ts';
import { SeededRandom } from '../../../broker/random/seededRandom.ts';

const near = (actual: number, expected: number, error = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= error, `${actual}, expected: ${expected}`);

describe('Moments', () => {
  it('are those of the definition', () => {
    const values = [1, 2, 2, 3, 9, 27];
    const moments = new Moments();
    for (const value of values) moments.add(value);
    const mean = (read: (value: number) => number): number =>
      values.reduce((sum, value) => sum + read(value), 0) / values.length;
    const average = mean((value) => value);
    near(moments.mean, average);
    near(
      moments.variance,
      mean((value) => (value - average) ** 2),
    );
    near(moments.thirdRatio, mean((value) => value ** 3) / average ** 3);
  });

  it('do not suffer from a large offset', () => {
    const moments = new Moments();
    for (const value of [4, 7, 13, 16]) moments.add(1e9 + value);
    near(moments.variance, 22.5, 1e-6);
  });

  it('have ranges that contain the true value 19 times of 20', () => {
    const random = new SeededRandom(11);
    let means = 0;
    let variations = 0;
    for (let round = 0; round < 400; round++) {
      const moments = new Moments();
      for (let index = 0; index < 500; index++) moments.add(-Math.log(1 - random.next()) * 100);
      if (Math.abs(moments.mean - 100) <= moments.meanError) means++;
      if (Math.abs(moments.squaredVariation - 1) <= moments.squaredVariationError) variations++;
    }
    assert.ok(means >= 368 && means < 400, `${means}`);
    // A skewed sample has too small an error more often.
    assert.ok(variations >= 352 && variations < 400, `${variations}`);
  });

  it('are 0 without a number, or of zeros', () => {
    const moments = new Moments();
    const read = (): readonly number[] => [
      moments.mean,
      moments.variance,
      moments.squaredVariation,
      moments.meanError,
      moments.squaredVariationError,
    ];
    assert.deepEqual([...read(), moments.thirdRatio], [0, 0, 0, 0, 0, 1]);
    moments.add(0);
    moments.add(0);
    assert.deepEqual([...read(), moments.thirdRatio], [0, 0, 0, 0, 0, 1]);
  });
});

describe('Quantiles', () => {
  it('are exact to 2 %', () => {
    const quantiles = new Quantiles();
    for (let ms = 1; ms <= 10_000; ms++) quantiles.add(ms);
    for (const share of [0.01, 0.5, 0.95, 0.999]) near(quantiles.read(share), 10_000 * share, 200 * share);
  });

  it('are 0 for those that did not wait', () => {
    const quantiles = new Quantiles();
    assert.equal(quantiles.read(0.95), 0);
    for (let index = 0; index < 19; index++) quantiles.add(0);
    quantiles.add(500);
    assert.equal(quantiles.read(0.95), 0);
    near(quantiles.read(0.96), 500, 10);
  });
});

describe('Counts in windows', () => {
  it('stay those of equal windows when they are joined', () => {
    const windows = new CountWindows();
    for (let at = 0; at < 10_000_000; at += 50) windows.add(at);
    const counts = windows.split(8);
    assert.ok(counts.length >= 8);
    // Windows do not begin at a multiple of 50 ms.
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
  });
});

describe('Depths over time', () => {
  it('have means by time, and the most in flight without strays', () => {
    const depths = new DepthTimes();
    depths.add(600, 0, 1);
    depths.add(400, 5, 3);
    near(depths.meanWaiting, 2);
    near(depths.meanInFlight, 1.8);
    depths.add(0.5, 0, 13);
    assert.equal(depths.mostInFlight, 3);
  });

  it('say for how long messages waited while fewer were in flight', () => {
    const depths = new DepthTimes();
    depths.add(300, 2, 3);
    depths.add(100, 1, 2);
    depths.add(500, 0, 0);
    near(depths.readIdleShare(3), 0.25);
    assert.equal(new DepthTimes().readIdleShare(3), 0);
    assert.equal(new DepthTimes().mostInFlight, 1);
  });
});

describe('Arrivals', () => {
  const judge = (times: Iterable<number>): Steadiness => {
    const arrivals = new Arrivals();
    for (const at of times) arrivals.add(Math.round(at));
    return judgeSteadiness(arrivals);
  };
  const listTimes = (shape: LoadShape, perSecond: number, seconds: number, seed = 1): readonly number[] => {
    const pace = createPace({ shape, perSecond, durationMs: seconds * 1000, seed });
    return Array.from({ length: pace.countDue(seconds * 1000) }, (_, number) => pace.dueAt(number));
  };

  const shapes: readonly [shape: LoadShape, kind: Steadiness['kind']][] = [
    ['steady', 'steady'],
    ['poisson', 'steady'],
    ['ramp', 'ramp'],
    ['bursts', 'bursts'],
  ];
  for (const [shape, kind] of shapes)
    for (const [perSecond, seconds] of [
      [20, 20],
      [7, 300],
      [200, 100],
      [5, 4000],
    ] as const) {
      it(`of the load profile ${shape}, ${perSecond} a second for ${seconds} s, are called ${kind}`, () =>
        assert.equal(judge(listTimes(shape, perSecond, seconds)).kind, kind));
    }

  it('that are Poisson are called steady, but for one time of a hundred', () => {
    let steady = 0;
    for (let seed = 1; seed <= 300; seed++)
      if (judge(listTimes('poisson', 10, 60, seed)).kind === 'steady') steady++;
    assert.ok(steady >= 297, `${steady}`);
  });

  it('that stop and start again every minute are bursts', () => {
    const times = listTimes('poisson', 10, 1200).filter((at) => at % 120_000 < 60_000);
    assert.equal(judge(times).kind, 'bursts');
  });

  it('that come in batches of ten are bursts', () => {
    const times = listTimes('poisson', 2, 600).flatMap((at) => Array.from({ length: 10 }, () => at));
    assert.equal(judge(times).kind, 'bursts');
  });

  it('whose rate falls to a half are a ramp, and say by how much', () => {
    const random = new SeededRandom(4);
    const times = listTimes('poisson', 20, 600).filter((at) => random.next() < 1 - at / 1_200_000);
    const judged = judge(times);
    assert.ok(judged.kind === 'ramp');
    near(judged.change, -2 / 3, 0.15);
  });

  it('whose rate changes by a tenth are steady', () => {
    const random = new SeededRandom(4);
    const times = listTimes('poisson', 50, 2000).filter((at) => random.next() < 1 - at / 20_000_000);
    assert.equal(judge(times).kind, 'steady');
  });

  it('that all come at once are bursts or too few to say, and no division by zero', () => {
    const arrivals = new Arrivals();
    for (let index = 0; index < 500; index++) arrivals.add(1000);
    assert.equal(arrivals.perMs, 0);
    assert.ok(['bursts', 'steady'].includes(judgeSteadiness(arrivals).kind));
  });

  it('take no time back when a deadline is noticed late', () => {
    const arrivals = new Arrivals();
    for (const at of [100, 105, 103, 110]) arrivals.add(at);
    assert.deepEqual([arrivals.spanMs, arrivals.count], [10, 4]);
  });
});
