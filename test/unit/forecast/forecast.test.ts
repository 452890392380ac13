import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { forecastQueue } from '../../../broker/forecast/forecast.ts';
import { measureQueue } from '../../../broker/forecast/readTrace.ts';
import type { ForecastReport, ReadForecastParams } from '../../../broker/protocol/forecast.ts';
import { SeededRandom } from '../../../broker/random/seededRandom.ts';
import { unwrap } from '../../support/engineHarness.ts';
import { FindingsHarness } from '../../support/findingsHarness.ts';
import { SimulatedQueue } from '../../support/simulatedQueue.ts';
import { makeCaller } from '../../support/testCaller.ts';

type Plan = Omit<ReadForecastParams, 'queueArn'>;

/** 4 messages a second, 4 consumers, 500 ms on average: half of their time. */
function simulate(count = 2000): (plan?: Plan) => Promise<ForecastReport> {
  const random = new SeededRandom(2);
  const draw = (mean: number): number => -Math.log(1 - random.next()) * mean;
  let at = 0;
  const arrivals = Array.from({ length: count }, () => Math.round((at += draw(250))));
  const simulated = new SimulatedQueue();
  simulated.run({ consumers: 4, arrivals, drawHandlingMs: () => draw(500) });
  const queueArn = simulated.queue.arn;
  return async (plan = {}) => {
    const meter = await measureQueue(simulated.recorder, queueArn, 0, () => Promise.resolve());
    return forecastQueue(meter, { queueArn, ...plan });
  };
}

/** A program that the test writes step by step, and what is forecast of its queue. */
class Steps extends FindingsHarness {
  readonly queue = this.createQueue('orders');

  async measure() {
    return await measureQueue(this.recorder, this.queue.arn, 0, () => Promise.resolve());
  }

  receiveOne(): ReceivedMessage {
    return this.receive(this.queue, {}, makeCaller({ action: 'ReceiveMessage' }))[0] ?? assert.fail();
  }
}

describe('A forecast', () => {
  const forecast = simulate();

  it('refuses with 199 samples, and says how many there are', async () => {
    const report = await simulate(199)();
    assert.deepEqual(report.refusal, { kind: 'tooFewSamples' });
    assert.deepEqual(report.samples, { arrivals: 199, handled: 199 });
    assert.deepEqual([report.measured, report.forecast], [undefined, undefined]);
    assert.equal((await simulate(200)()).refusal, undefined);
  });

  it('says what was measured, with ranges that contain what was simulated', async () => {
    const { measured, samples } = await forecast();
    assert.deepEqual(samples, { arrivals: 2000, handled: 2000 });
    for (const [name, actual] of [
      ['arrivalsPerSecond', 4],
      ['handlingMs', 500],
      ['arrivalVariation', 1],
      ['handlingVariation', 1],
    ] as const) {
      const { low, high = Number.NaN } = measured?.[name] ?? assert.fail();
      assert.ok(low <= actual && actual <= high, `${name}: ${low} to ${high}`);
    }
    assert.equal(measured?.consumers, 4);
  });

  it('has smaller ranges with more samples', async () => {
    const [few, many] = [await simulate(500)(), await simulate(8000)()];
    const width = ({ forecast: made }: ForecastReport): number =>
      (made?.waitMs?.p95.high ?? Number.NaN) - (made?.waitMs?.p95.low ?? Number.NaN);
    assert.ok(width(many) < width(few));
  });

  it('takes the values of the plan in the place of what was measured', async () => {
    const plan = { consumers: 6, arrivalsPerSecond: 8, handlingMs: 300 };
    const made = (await forecast(plan)).forecast ?? assert.fail();
    assert.deepEqual(made.plan, plan);
    const { value, low, high } = made.utilisation;
    for (const share of [value, low, high]) assert.ok(Math.abs((share ?? 0) - 0.4) < 1e-9);
  });

  it('has shorter waits with more consumers, and longer ones with more messages', async () => {
    const read = async (plan: Plan): Promise<number> =>
      (await forecast(plan)).forecast?.waitMs?.p95.value ?? assert.fail();
    assert.ok((await read({ consumers: 5 })) < (await read({})));
    assert.ok((await read({ arrivalsPerSecond: 6 })) > (await read({})));
  });

  it('finds consumers for a wait that the wait then keeps', async () => {
    const plan = { arrivalsPerSecond: 20, targetP95WaitMs: 200 };
    const needed = (await forecast(plan)).forecast?.consumersNeeded ?? assert.fail();
    assert.ok(needed.low <= needed.value && needed.value <= (needed.high ?? 0));
    const wait = (await forecast({ ...plan, consumers: needed.value })).forecast?.waitMs?.p95.value;
    assert.ok((wait ?? Infinity) <= 200);
  });

  it('says by how much the queue grows if consumers cannot keep up, and what would be enough', async () => {
    const { refusal, forecast: made } = await forecast({ arrivalsPerSecond: 100, handlingMs: 500 });
    assert.deepEqual(refusal, { kind: 'overloaded', growthPerSecond: 92 });
    assert.equal(made?.waitMs, undefined);
    assert.equal(made?.drainMs, undefined);
    assert.ok((made?.consumersNeeded?.value ?? 0) >= 51);
    assert.equal(made?.utilisation.value, 12.5);
  });

  it('has no upper limit for a wait where the range of the load reaches what the consumers can do', async () => {
    const { forecast: made, refusal } = await forecast({ consumers: 4, arrivalsPerSecond: 7.9 });
    assert.equal(refusal, undefined);
    assert.equal(made?.waitMs?.p95.high, undefined);
    assert.equal(made?.drainMs?.high, undefined);
    assert.ok((made?.consumersNeeded?.high ?? 0) > 4);
  });

  it('drains a backlog in the time that is left', async () => {
    const drain = (await forecast({ handlingMs: 500, arrivalsPerSecond: 4, drainMessages: 4000 })).forecast;
    // 8 a second are handled, 4 arrive.
    assert.ok(Math.abs((drain?.drainMs?.value ?? 0) - 1_000_000) < 1);
    assert.ok((drain?.drainMs?.low ?? 0) < 1_000_000 && (drain?.drainMs?.high ?? 0) > 1_000_000);
  });
});

describe('What is measured of a queue', () => {
  it('is what waits and is handled, with what is billed', async () => {
    const steps = new Steps();
    steps.send(steps.queue);
    steps.clock.advance(300);
    const message = steps.receiveOne();
    steps.clock.advance(50);
    steps.delete(steps.queue, message);
    const meter = await steps.measure();
    assert.deepEqual([meter.arrivals.count, meter.waits.mean, meter.handling.mean], [1, 300, 50]);
    assert.deepEqual([meter.depths.meanWaiting, meter.depths.meanInFlight], [300 / 350, 50 / 350]);
  });

  it('counts a wait from the end of a delay, and from the end of a visibility timeout', async () => {
    const steps = new Steps();
    const delayed = steps.createQueue('delayed', { DelaySeconds: '5', VisibilityTimeout: '10' });
    steps.send(delayed);
    steps.clock.advance(6000);
    steps.receive(delayed);
    steps.clock.advance(12_000);
    steps.receive(delayed);
    const meter = await measureQueue(steps.recorder, delayed.arn, 0, () => Promise.resolve());
    assert.deepEqual([meter.arrivals.count, meter.waits.count, meter.waits.mean], [1, 2, 1500]);
    assert.equal(meter.unfinished, 1);
  });

  it('does not take a visibility timeout of 0 for an arrival', async () => {
    const steps = new Steps();
    steps.send(steps.queue);
    const { receiptHandle } = steps.receiveOne();
    unwrap(
      changeVisibility(steps.engine, steps.queue, { receiptHandle, visibilitySeconds: 0 }, makeCaller()),
    );
    steps.clock.advance(40);
    steps.receiveOne();
    const meter = await steps.measure();
    assert.deepEqual([meter.arrivals.count, meter.waits.count, meter.waits.mean], [1, 2, 20]);
  });

  it('begins again at a purge and at a jump of the clock', async () => {
    const steps = new Steps();
    steps.send(steps.queue);
    unwrap(purgeQueue(steps.engine, steps.queue, makeCaller()));
    assert.equal((await steps.measure()).arrivals.count, 0);
    steps.send(steps.queue);
    assert.equal((await steps.measure()).arrivals.count, 1);
    steps.recorder.recordAdvance(60_000, makeCaller());
    assert.equal((await steps.measure()).arrivals.count, 0);
  });

  it('leaves out what is older than the window, and other queues', async () => {
    const steps = new Steps();
    steps.send(steps.queue);
    steps.clock.advance(60_000);
    steps.send(steps.queue);
    steps.send(steps.createQueue('other'));
    const from = steps.clock.now() - 10_000;
    const meter = await measureQueue(steps.recorder, steps.queue.arn, from, () => Promise.resolve());
    assert.equal(meter.arrivals.count, 1);
  });

  it('gives others their turn while it reads a long trace', async () => {
    const steps = new Steps();
    // With the one of its creation, 12,001 events.
    for (let index = 0; index < 12_000; index++) steps.send(steps.queue);
    let turns = 0;
    await measureQueue(steps.recorder, steps.queue.arn, 0, () => {
      turns++;
      return Promise.resolve();
    });
    assert.equal(turns, 3);
  });
});

describe('The assumptions of a forecast', () => {
  /** 300 messages, each sent and received after 100 ms. */
  async function check(work: (steps: Steps, round: number) => void, name = 'orders') {
    const steps = new Steps();
    const random = new SeededRandom(3);
    for (let round = 0; round < 300; round++) {
      steps.clock.advance(Math.round(-Math.log(1 - random.next()) * 1000));
      work(steps, round);
    }
    const queueArn = steps.queue.arn.replace('orders', name);
    const report = forecastQueue(await steps.measure(), { queueArn });
    return Object.fromEntries(report.assumptions.map(({ kind, holds }) => [kind, holds]));
  }
  const workWell = (steps: Steps): void => {
    steps.send(steps.queue);
    const message = steps.receiveOne();
    steps.clock.advance(20);
    steps.delete(steps.queue, message);
  };

  it('hold for a program that does as they say, but for one that no trace shows', async () =>
    assert.deepEqual(await check(workWell), {
      steadyArrivals: true,
      randomGaps: true,
      anyConsumer: true,
      oneAtATime: true,
      noRetries: true,
      alwaysReceiving: true,
      independentHandling: undefined,
    }));

  it('do not hold for messages that arrive like clockwork, and then the ranges are wider', async () => {
    const run = async (drawGap: (random: SeededRandom) => number): Promise<ForecastReport> => {
      const random = new SeededRandom(5);
      let at = 0;
      const arrivals = Array.from({ length: 2000 }, () => Math.round((at += drawGap(random))));
      const simulated = new SimulatedQueue();
      const drawHandlingMs = (): number => -Math.log(1 - random.next()) * 70;
      simulated.run({ consumers: 1, arrivals, drawHandlingMs });
      const queueArn = simulated.queue.arn;
      return forecastQueue(await measureQueue(simulated.recorder, queueArn, 0, () => Promise.resolve()), {
        queueArn,
      });
    };
    const [regular, random] = [await run(() => 100), await run((each) => -Math.log(1 - each.next()) * 100)];
    const read = ({ assumptions, forecast: made }: ForecastReport) => ({
      holds: assumptions.find(({ kind }) => kind === 'randomGaps')?.holds,
      lower: (made?.waitMs?.mean.low ?? NaN) / (made?.waitMs?.mean.value ?? NaN),
    });
    assert.deepEqual([read(regular).holds, read(random).holds], [false, true]);
    assert.ok(read(regular).lower < 0.65 && read(random).lower < 0.85);
  });

  it('do not hold on a FIFO queue: a message waits for those of its group', async () =>
    assert.equal((await check(workWell, 'orders.fifo'))['anyConsumer'], false));

  it('do not hold for a consumer that receives several at once', async () => {
    const { oneAtATime } = await check((steps, round) => {
      steps.send(steps.queue);
      if (round % 3 !== 2) return;
      const caller = makeCaller({ action: 'ReceiveMessage' });
      for (const message of steps.receive(steps.queue, { maxMessages: 10 }, caller))
        steps.delete(steps.queue, message);
    });
    assert.equal(oneAtATime, false);
  });

  it('do not hold for messages that are received again', async () => {
    const { noRetries } = await check((steps, round) => {
      steps.send(steps.queue);
      const message = steps.receiveOne();
      if (round % 20 === 0) steps.clock.advance(31_000);
      steps.delete(steps.queue, round % 20 === 0 ? steps.receiveOne() : message);
    });
    assert.equal(noRetries, false);
  });

  it('do not hold if messages wait while a consumer is free', async () => {
    const { alwaysReceiving } = await check((steps) => {
      steps.send(steps.queue);
      steps.clock.advance(200);
      const message = steps.receiveOne();
      steps.clock.advance(20);
      steps.delete(steps.queue, message);
    });
    assert.equal(alwaysReceiving, false);
  });
});
