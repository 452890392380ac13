import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { forecastQueue } from '../../../broker/forecast/forecast.ts';
import { measureQueue } from '../../../broker/forecast/readTrace.ts';
import { createPace } from '../../../broker/cli/loadPace.ts';
import type { LoadShape } from '../../../broker/protocol/load.ts';
import type { ForecastReport } from '../../../broker/protocol/forecast.ts';
import { SeededRandom } from '../../../broker/random/seededRandom.ts';
import { SimulatedQueue } from '../../support/simulatedQueue.ts';

const MESSAGES = 20_000;
const HANDLING_MS = 100;
const VARIATION = 1.2;

const drawExponential = (random: SeededRandom, mean: number): number => -Math.log(1 - random.next()) * mean;

function drawLogNormal(random: SeededRandom, mean: number, variation: number): number {
  const variance = Math.log(1 + variation ** 2);
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return mean * Math.exp(Math.sqrt(variance) * normal - variance / 2);
}

const HANDLING: Readonly<Record<string, (random: SeededRandom) => number>> = {
  constant: () => HANDLING_MS,
  exponential: (random) => drawExponential(random, HANDLING_MS),
  'log-normal': (random) => drawLogNormal(random, HANDLING_MS, VARIATION),
};

function drawPoisson(random: SeededRandom, meanGapMs: number, count: number): number[] {
  let at = 0;
  return Array.from({ length: count }, () => Math.round((at += drawExponential(random, meanGapMs))));
}

const readP95 = (waits: readonly number[]): number =>
  [...waits].sort((one, other) => one - other)[Math.ceil(0.95 * waits.length) - 1] as number;

async function forecast({ queue, recorder }: SimulatedQueue): Promise<ForecastReport> {
  const meter = await measureQueue(recorder, queue.arn, 0, () => Promise.resolve());
  return forecastQueue(meter, { queueArn: queue.arn });
}

describe('The predicted p95 wait', () => {
  for (const consumers of [1, 4])
    for (const [name, draw] of Object.entries(HANDLING))
      for (const utilisation of [0.5, 0.7, 0.85]) {
        it(`is within 30 % of the simulated one: ${consumers} consumer(s), ${name}, ${utilisation} used`, async () => {
          const random = new SeededRandom(1);
          const simulated = new SimulatedQueue();
          const arrivals = drawPoisson(random, HANDLING_MS / consumers / utilisation, MESSAGES);
          simulated.run({ consumers, arrivals, drawHandlingMs: () => draw(random) });
          const report = await forecast(simulated);
          const { p95 } = report.forecast?.waitMs ?? assert.fail(JSON.stringify(report.refusal));
          const actual = readP95(simulated.waits);
          assert.equal(report.measured?.consumers, consumers);
          assert.equal(simulated.waits.length, MESSAGES);
          assert.ok(Math.abs(p95.value / actual - 1) <= 0.3, `${p95.value} ms, simulated: ${actual} ms`);
          assert.ok(p95.low <= actual && actual <= (p95.high ?? Infinity), `not in the range: ${actual} ms`);
          assert.deepEqual(
            report.measured.littlesLaw.map(({ holds }) => holds),
            [true, true],
          );
          assert.ok(report.assumptions.every(({ holds = true }) => holds));
        }).timeout(60_000);
      }
});

describe('Arrivals that are not steady', () => {
  const shapes: readonly [shape: LoadShape, kind: 'bursts' | 'ramp'][] = [
    ['bursts', 'bursts'],
    ['ramp', 'ramp'],
  ];
  for (const [shape, kind] of shapes)
    for (const consumers of [1, 4]) {
      it(`are called not steady, and get no p95: a load test with ${shape}, ${consumers} consumer(s)`, async () => {
        const random = new SeededRandom(1);
        const simulated = new SimulatedQueue();
        const perSecond = 5 * consumers;
        const durationMs = 600_000;
        const pace = createPace({ shape, perSecond, durationMs, seed: 1 });
        const count = pace.countDue(durationMs);
        const arrivals = Array.from({ length: count }, (_, number) => Math.round(pace.dueAt(number)));
        simulated.run({ consumers, arrivals, drawHandlingMs: () => drawExponential(random, HANDLING_MS) });
        const { refusal, forecast: made, assumptions, measured } = await forecast(simulated);
        assert.equal(refusal?.kind, kind);
        assert.equal(made?.waitMs, undefined);
        assert.equal(made?.consumersNeeded, undefined);
        assert.deepEqual(assumptions[0], { kind: 'steadyArrivals', holds: false });
        // What was measured is still shown.
        assert.ok(measured !== undefined && measured.arrivalsPerSecond.value > 0);
      });
    }
});
