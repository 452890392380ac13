import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { FORECAST_ASSUMPTIONS, readForecast } from '../../../../broker/protocol/forecast.ts';
import type { ForecastToHost, HostToForecast } from '../../../../webview/forecastProtocol.ts';
import {
  buildParams,
  EMPTY_DRAFT,
  findForecastProblems,
  FORECAST_NUMBERS,
  type ForecastDraft,
  NUMBER_RULES,
  planProof,
  restoreForecastDraft,
} from '../../../../webview/forecast/forecastRules.ts';
import { createForecastStore, type ForecastStore } from '../../../../webview/forecast/forecastStore.ts';
import {
  describeAssumption,
  describeRefusal,
  formatNumber,
  listForecastRows,
} from '../../../../webview/forecast/forecastText.ts';
import type { HostToLoad, LoadToHost } from '../../../../webview/loadProtocol.ts';
import { createLoadStore } from '../../../../webview/load/loadStore.ts';
import {
  answerForecast,
  makeForecastReport,
  makeRefusedReport,
  startForecast,
} from '../../../support/forecastSamples.ts';
import { makeQueue, SAMPLE_QUEUES } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

describe('The panel of forecasts', () => {
  let channel: FakeChannel<HostToForecast, ForecastToHost>;
  let store: ForecastStore;
  /** What is done when the time has passed; at most one. */
  let planned: (() => void)[];

  const open = (state?: unknown): void => {
    channel = new FakeChannel(state);
    planned = [];
    store = createForecastStore(channel, (_ms, work) => {
      planned = [work];
      return () => {
        planned = [];
      };
    });
    channel.deliver(startForecast());
  };
  const elapse = (): void => planned.pop()?.();
  const readProof = () => store.proof.value;
  const lastParams = () => channel.sent('read').at(-1)?.params;

  beforeEach(() => open());

  it('asks at once for what was measured of its queue', () => {
    assert.deepEqual(channel.sent('read'), [
      {
        type: 'read',
        requestId: 1,
        params: { queueArn: IMAGES, windowSeconds: 300, targetP95WaitMs: 1000, drainMessages: 1000 },
      },
    ]);
  });

  it('asks again a while after each answer, so that it stays live', () => {
    assert.deepEqual(planned, []);
    channel.deliver(answerForecast(makeForecastReport()));
    assert.equal(store.report.value?.samples.arrivals, 2044);
    elapse();
    assert.equal(channel.sent('read').length, 2);
  });

  it('asks what was typed, once the typing stops', () => {
    store.change({ consumers: '6' });
    store.change({ arrivals: '12,5', window: 'all' });
    assert.equal(channel.sent('read').length, 1);
    elapse();
    assert.deepEqual(lastParams(), {
      queueArn: IMAGES,
      consumers: 6,
      arrivalsPerSecond: 12.5,
      targetP95WaitMs: 1000,
      drainMessages: 1000,
    });
  });

  it('drops the answer to an earlier question', () => {
    store.read();
    channel.deliver(answerForecast(makeForecastReport(), 1));
    assert.equal(store.report.value, undefined);
  });

  it('goes on asking what was asked before while a value is wrong, and says that the results are of that', () => {
    channel.deliver(answerForecast(makeForecastReport()));
    const before = lastParams();
    store.change({ consumers: 'many', targetWait: 'fast' });
    assert.equal(store.isOutdated.value, true);
    assert.equal(readProof(), undefined);
    elapse();
    assert.equal(channel.sent('read').length, 2);
    assert.deepEqual(lastParams(), before);
    channel.deliver(answerForecast(makeForecastReport(), 2));
    assert.deepEqual(store.asked.value, before);
    store.change({ consumers: '6', targetWait: '2 s' });
    assert.equal(store.isOutdated.value, false);
    // Until the answer comes, the results are named by the question that they answer.
    assert.deepEqual(store.asked.value, before);
    elapse();
    channel.deliver(answerForecast(makeForecastReport(), 3));
    assert.deepEqual(
      [store.asked.value?.consumers, store.asked.value?.targetP95WaitMs, readProof()?.perSecond],
      [6, 2000, 7],
    );
  });

  it('asks nothing of another queue while a value is wrong', () => {
    store.change({ consumers: 'many' });
    store.selectQueue(PAYMENTS);
    elapse();
    assert.equal(channel.sent('read').length, 1);
  });

  it('asks nothing of a broker that does not run', () => {
    channel.deliver({ type: 'brokerChanged', broker: { kind: 'stopped' } });
    store.change({ consumers: '' });
    elapse();
    assert.equal(channel.sent('read').length, 1);
    channel.deliver({ type: 'brokerChanged', broker: { kind: 'running', maximumMessageBytes: 1 } });
    assert.equal(channel.sent('read').length, 2);
  });

  it('forgets the forecast of another queue', () => {
    channel.deliver(answerForecast(makeForecastReport()));
    store.selectQueue(PAYMENTS);
    assert.equal(store.report.value, undefined);
    elapse();
    assert.equal(lastParams()?.queueArn, PAYMENTS);
  });

  it('shows why the broker refuses, until it answers', () => {
    const failure = { message: 'There is no queue.' };
    channel.deliver({ type: 'forecastRead', requestId: 1, outcome: { ok: false, failure } });
    assert.deepEqual(store.failure.value, failure);
    elapse();
    channel.deliver(answerForecast(makeForecastReport(), 2));
    assert.equal(store.failure.value, undefined);
  });

  it('hands the plan over to a load test', () => {
    store.prove();
    assert.deepEqual(channel.sent('prove'), []);
    channel.deliver(answerForecast(makeForecastReport()));
    store.prove();
    assert.deepEqual(channel.sent('prove'), [
      { type: 'prove', queueArn: IMAGES, perSecond: 7, seconds: 286 },
    ]);
  });

  it('goes back to what was measured, and keeps the rest after a reload', () => {
    store.change({ consumers: '9', window: '60' });
    open(channel.state);
    assert.equal(store.draft.value.consumers, '9');
    store.reset();
    assert.deepEqual(store.draft.value, { ...EMPTY_DRAFT, queueArn: IMAGES, window: '60' });
    assert.equal(restoreForecastDraft('x'), undefined);
  });
});

describe('The form of forecasts', () => {
  const table: readonly [draft: Partial<ForecastDraft>, fields: readonly string[]][] = [
    [{}, []],
    [{ consumers: '0' }, ['consumers']],
    [{ consumers: '1.5' }, ['consumers']],
    [{ consumers: '10001' }, ['consumers']],
    [{ arrivals: '0' }, ['arrivals']],
    [{ arrivals: '0.25', handlingTime: '1,5 ms', targetWait: '0' }, []],
    [{ handlingTime: '-3', drain: 'all' }, ['handlingTime', 'drain']],
  ];
  for (const [draft, fields] of table) {
    it(`finds ${fields.join(' and ') || 'nothing'} wrong with ${JSON.stringify(draft)}`, () =>
      assert.deepEqual(Object.keys(findForecastProblems({ ...EMPTY_DRAFT, ...draft })), fields));
  }

  it('has the ranges of the control method', () => {
    for (const name of FORECAST_NUMBERS)
      for (const edge of ['minimum', 'maximum'] as const) {
        const draft = { ...EMPTY_DRAFT, queueArn: IMAGES, [name]: NUMBER_RULES[name][edge].toFixed(5) };
        if (name === 'consumers' || name === 'drain') draft[name] = String(NUMBER_RULES[name][edge]);
        else if (name !== 'arrivals') draft[name] += ' ms';
        assert.deepEqual(findForecastProblems(draft), {}, `${name} ${draft[name]}`);
        assert.equal(readForecast.params.check(buildParams(draft)), undefined, name);
      }
  });

  it('plans a proof of about 2,000 messages, in a minute to an hour', () => {
    const plan = (arrivalsPerSecond: number) => {
      const { forecast } = makeForecastReport();
      assert.ok(forecast);
      return planProof({ forecast: { ...forecast, plan: { ...forecast.plan, arrivalsPerSecond } } });
    };
    assert.deepEqual(plan(50), { perSecond: 50, seconds: 60 });
    assert.deepEqual(plan(10.4), { perSecond: 10, seconds: 200 });
    assert.deepEqual(plan(0.6), { perSecond: 1, seconds: 2000 });
    assert.equal(plan(0.4), undefined);
    assert.equal(planProof({}), undefined);
  });
});

describe('The texts of forecasts', () => {
  it('name each result, with its range', () => {
    const { forecast } = makeForecastReport();
    assert.ok(forecast);
    const rows = listForecastRows(forecast, { targetMs: 1000, drainMessages: 1000 });
    assert.deepEqual(
      rows.map(({ name, value, range }) => [name, value, range]),
      [
        ['Share of time that consumers are busy', '70.2%', '64% to 76.8%'],
        ['Mean wait', '164 ms', '78 ms to 350 ms'],
        ['95% of messages wait less than', '871 ms', '480 ms to 1.72 s'],
        ['Consumers, so that 95% of messages wait less than 1 s', '4', '4 to 5'],
        ['Time until 1,000 waiting messages are received', '5 min 38 s', '4 min 19 s to 8 min 9 s'],
        ['Requests per day', '1,819,500', ''],
        ['Cost per day', '$0.73', ''],
        ['Cost per day with the free tier', '$0.71', ''],
      ],
    );
  });

  it('have no row for a wait that was refused, and no upper limit where there is none', () => {
    const { forecast } = makeRefusedReport({ kind: 'bursts', dispersion: 9 });
    assert.ok(forecast);
    const names = listForecastRows(forecast, { targetMs: 1, drainMessages: 1 }).map(({ name }) => name);
    assert.deepEqual(names, [
      'Share of time that consumers are busy',
      'Requests per day',
      'Cost per day',
      'Cost per day with the free tier',
    ]);
    const open = { ...forecast, utilisation: { value: 0.9, low: 0.8 } };
    assert.equal(
      listForecastRows(open, { targetMs: 1, drainMessages: 1 })[0]?.range,
      'from 80%, no upper limit',
    );
  });

  it('say why there is no p95', () => {
    const samples = { arrivals: 12, handled: 9 };
    const table = [
      [{ kind: 'tooFewSamples' }, /^Too few samples: 12 of 200 messages arrived, and 9 of 200/u],
      [
        { kind: 'bursts', dispersion: 24.6 },
        /^Not steady: messages arrive in bursts\. Their number varies 24.6 times/u,
      ],
      [{ kind: 'ramp', change: 1.5 }, /^Not steady: the rate of arrivals rises by 150%/u],
      [{ kind: 'ramp', change: -0.5 }, /^Not steady: the rate of arrivals falls by 50%/u],
      [{ kind: 'overloaded', growthPerSecond: 3.4 }, /backlog grows by 3.4 per second/u],
    ] as const;
    for (const [refusal, text] of table) assert.match(describeRefusal(refusal, samples), text);
  });

  it('have a sentence for each assumption', () =>
    assert.equal(new Set(FORECAST_ASSUMPTIONS.map(describeAssumption)).size, FORECAST_ASSUMPTIONS.length));

  const numbers: readonly [value: number, text: string][] = [
    [0, '0'],
    [0.012_345, '0.0123'],
    [1.237, '1.24'],
    [12.34, '12.3'],
    [1234.5, '1,235'],
  ];
  for (const [value, text] of numbers)
    it(`write ${value} as ${text}`, () => assert.equal(formatNumber(value), text));
});

describe('The panel of load tests', () => {
  it('takes the values of a planned test, and keeps the others', () => {
    const channel = new FakeChannel<HostToLoad, LoadToHost>();
    const store = createLoadStore(channel);
    channel.deliver({
      type: 'initialize',
      broker: { kind: 'running', maximumMessageBytes: 1 },
      queues: SAMPLE_QUEUES,
      queueArn: IMAGES,
    });
    store.change({ size: '64' });
    channel.deliver({ type: 'draftFilled', values: { rate: '7', shape: 'poisson', duration: '286' } });
    const { rate, shape, duration, size } = store.shown.value;
    assert.deepEqual([rate, shape, duration, size], ['7', 'poisson', '4 minutes 46 seconds', '64']);
    assert.ok(store.canStart.value);
  });
});
