import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findConsumersNeeded, MAXIMUM_CONSUMERS } from '../../../broker/forecast/consumersNeeded.ts';
import { forecastDrain } from '../../../broker/forecast/drainTime.ts';
import { forecastMeanWait, type Station } from '../../../broker/forecast/meanWait.ts';
import { forecastWait } from '../../../broker/forecast/waitPercentile.ts';

/** Handling takes 100 ms. */
function makeStation(consumers: number, utilisation: number, part: Partial<Station> = {}): Station {
  return {
    consumers,
    arrivalsPerMs: (consumers * utilisation) / 100,
    arrivalVariation: 1,
    handlingMs: 100,
    handlingVariation: 1,
    handlingThirdRatio: 6,
    ...part,
  };
}

const CONSTANT = { handlingVariation: 0, handlingThirdRatio: 1 };
const near = (actual: number | undefined, expected: number, share: number): void =>
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= Math.max(1e-9, share * expected),
    `${actual}, expected: ${expected}`,
  );

describe('The mean wait', () => {
  it('is that of M/M/1: handling time times utilisation over what is left', () => {
    for (const utilisation of [0.1, 0.5, 0.9, 0.99])
      near(forecastMeanWait(makeStation(1, utilisation)), (100 * utilisation) / (1 - utilisation), 1e-9);
  });

  it('is that of M/G/1, by Pollaczek and Khinchine', () => {
    for (const handlingVariation of [0, 0.25, 2, 5])
      near(
        forecastMeanWait(makeStation(1, 0.8, { handlingVariation })),
        (400 * (1 + handlingVariation)) / 2,
        1e-9,
      );
  });

  it('is that of M/M/c', () => {
    near(forecastMeanWait(makeStation(2, 0.5)), 100 / 3, 1e-9);
    near(forecastMeanWait(makeStation(4, 0.75)), 0.509_434 * 100, 1e-5);
  });

  for (const consumers of [2, 4, 10])
    for (const utilisation of [0.5, 0.7, 0.85]) {
      it(`is within 6 % of the exact one of M/D/${consumers} at ${utilisation}`, () =>
        near(
          forecastMeanWait(makeStation(consumers, utilisation, CONSTANT)),
          solveMDc(consumers, utilisation * consumers) * 100,
          0.06,
        ));
    }

  it('does not exist where the consumers cannot keep up', () => {
    assert.equal(forecastMeanWait(makeStation(3, 1)), undefined);
    assert.equal(forecastWait(makeStation(3, 1.2), 0.95), undefined);
    assert.equal(forecastDrain(makeStation(3, 1), 10), undefined);
  });

  it('is 0 without variation, and without handling', () => {
    near(forecastMeanWait(makeStation(3, 0.9, { ...CONSTANT, arrivalVariation: 0 })), 0, 0);
    assert.equal(forecastMeanWait(makeStation(3, 0.9, { handlingMs: 0 })), 0);
    assert.equal(forecastWait(makeStation(1, 0.9, { handlingMs: 0 }), 0.95), 0);
  });
});

describe('The p95 wait', () => {
  it('is that of M/M/c: the chance to wait, and then an exponential distribution', () => {
    for (const [consumers, utilisation, chance] of [
      [1, 0.5, 0.5],
      [1, 0.9, 0.9],
      [4, 0.75, 0.509_434],
    ] as const) {
      const mean = 100 / (consumers * (1 - utilisation));
      near(forecastWait(makeStation(consumers, utilisation), 0.95), mean * Math.log(chance / 0.05), 0.01);
    }
  });

  it('is 0 where fewer than one in twenty wait', () =>
    assert.equal(forecastWait(makeStation(100, 0.5), 0.95), 0));

  it('is within 5 % of the exact one of M/D/1', () => {
    // 1 - (1-r) Σ (r(k-t))^k/k! e^(r(t-k)) = 0.05, solved for t.
    near(forecastWait(makeStation(1, 0.5, CONSTANT), 0.95), solveMD1(0.5, 0.95) * 100, 0.05);
    near(forecastWait(makeStation(1, 0.8, CONSTANT), 0.95), solveMD1(0.8, 0.95) * 100, 0.05);
  });
});

/**
 * The mean wait in M/D/c, in handling times: who is there after one of them are those who were not being handled before it,
 * and those who came meanwhile (C. D. Crommelin, 1932). The chain is iterated until it converges.
 */
function solveMDc(consumers: number, load: number): number {
  const states = 400;
  const poisson = [Math.exp(-load)];
  for (let count = 1; count < 100; count++) poisson.push(((poisson[count - 1] as number) * load) / count);
  let chances = Array.from({ length: states }, (_, count): number => (count === 0 ? 1 : 0));
  for (let step = 0; step < 300; step++) {
    const next = Array.from({ length: states }, () => 0);
    for (const [count, chance] of chances.entries())
      for (const [more, share] of poisson.entries()) {
        const after = Math.min(states - 1, Math.max(0, count - consumers) + more);
        next[after] = (next[after] as number) + chance * share;
      }
    chances = next;
  }
  return chances.reduce((sum, chance, count) => sum + chance * Math.max(0, count - consumers), 0) / load;
}

/** The quantile of the wait in M/D/1, in handling times (A. K. Erlang, 1909). */
function solveMD1(load: number, share: number): number {
  const below = (time: number): number => {
    let sum = 0;
    let factorial = 1;
    for (let k = 0; k <= time; k++) {
      factorial *= k === 0 ? 1 : k;
      sum += ((load * (k - time)) ** k / factorial) * Math.exp(load * (time - k));
    }
    return (1 - load) * sum;
  };
  let low = 0;
  let high = 15;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

const { assert: check, constantFrom, double, integer, property, record } = fc;

const STATIONS = record({
  consumers: integer({ min: 1, max: 300 }),
  utilisation: double({ min: 0.01, max: 0.98, noNaN: true }),
  arrivalVariation: constantFrom(0.2, 0.5, 1, 1.5, 3),
  handlingVariation: constantFrom(0, 0.3, 1, 2, 6),
});
type Drawn = Parameters<typeof makeDrawn>[0];

function makeDrawn(drawn: {
  readonly consumers: number;
  readonly utilisation: number;
  readonly arrivalVariation: number;
  readonly handlingVariation: number;
}): Station {
  const { consumers, utilisation, arrivalVariation, handlingVariation } = drawn;
  const handlingThirdRatio = (1 + handlingVariation) ** 3;
  return makeStation(consumers, utilisation, { arrivalVariation, handlingVariation, handlingThirdRatio });
}

describe('Waits', () => {
  const compare = (
    change: (station: Station) => Station,
    isOrdered: (one: number, other: number) => boolean,
  ) =>
    check(
      property(STATIONS, (drawn: Drawn) => {
        const station = makeDrawn(drawn);
        const [one, other] = [station, change(station)].map((each) => forecastMeanWait(each) ?? Infinity);
        assert.ok(isOrdered(one as number, other as number), `${one}, ${other}`);
      }),
    );

  it('grow with the arrivals', () =>
    compare(
      (station) => ({ ...station, arrivalsPerMs: station.arrivalsPerMs * 1.05 }),
      (one, other) => other >= one,
    ));

  it('shrink with the consumers', () =>
    compare(
      (station) => ({ ...station, consumers: station.consumers + 1 }),
      // The formula for one consumer is another one: they differ by less than a hundredth of the handling time.
      (one, other) => other <= one + 1,
    ));

  it('are finite and not negative', () =>
    check(
      property(STATIONS, double({ min: 0.5, max: 0.999, noNaN: true }), (drawn, share) => {
        const station = makeDrawn(drawn);
        for (const wait of [forecastMeanWait(station), forecastWait(station, share)])
          assert.ok(wait !== undefined && Number.isFinite(wait) && wait >= 0, String(wait));
      }),
    ));

  it('of a smaller share are not longer', () =>
    check(
      property(STATIONS, (drawn) => {
        const station = makeDrawn(drawn);
        const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => forecastWait(station, share) ?? 0);
        assert.ok((p50 as number) <= (p95 as number) && (p95 as number) <= (p99 as number));
      }),
    ));
});

describe('The consumers needed', () => {
  it('are enough, and one fewer is not', () =>
    check(
      property(STATIONS, integer({ min: 0, max: 2000 }), (drawn, targetMs) => {
        const station = makeDrawn(drawn);
        const needed = findConsumersNeeded(station, 0.95, targetMs) ?? assert.fail();
        const read = (consumers: number) => forecastWait({ ...station, consumers }, 0.95) ?? Infinity;
        assert.ok(read(needed) <= targetMs);
        if (needed > 1) assert.ok(read(needed - 1) > targetMs);
      }),
      { numRuns: 50 },
    ));

  it(`are not looked for beyond ${MAXIMUM_CONSUMERS}`, () => {
    assert.equal(findConsumersNeeded(makeStation(1, 10_000), 0.95, 100), undefined);
    assert.equal(findConsumersNeeded(makeStation(1, 4e10), 0.95, 100), undefined);
  });
});

describe('The time to drain', () => {
  it('is the backlog over what is handled more than arrives', () => {
    // 4 consumers handle 40 a second, 20 arrive.
    near(forecastDrain(makeStation(4, 0.5), 1000)?.mean, 50_000, 1e-9);
    near(forecastDrain(makeStation(4, 0), 1000)?.mean, 25_000, 1e-9);
  });

  it('spreads as a random walk with a drift does', () =>
    near(forecastDrain(makeStation(4, 0.5), 1000)?.deviation, Math.sqrt((50_000 * 0.06) / 0.02 ** 2), 1e-9));

  it('is exact if nothing varies', () =>
    assert.equal(
      forecastDrain(makeStation(4, 0.5, { ...CONSTANT, arrivalVariation: 0 }), 1000)?.deviation,
      0,
    ));
});
