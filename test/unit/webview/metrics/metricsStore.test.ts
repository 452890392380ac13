import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, it } from 'mocha';
import { QUEUE_METRICS } from '../../../../broker/metrics/queueMetrics.ts';
import { METRIC_ROWS } from '../../../../broker/protocol/metricTable.ts';
import {
  findHindrance,
  findMetric,
  FIRST_CHOICE,
  fitPeriod,
  listLines,
  listPeriods,
  MAXIMUM_LINES,
  MAXIMUM_POINTS,
  PERIODS_SECONDS,
  RANGES_SECONDS,
  restoreChoice,
} from '../../../../webview/metrics/metricsChoice.ts';
import { createMetricsStore, type MetricsStore } from '../../../../webview/metrics/metricsStore.ts';
import { nameLines } from '../../../../webview/metrics/metricPlot.ts';
import type { HostToMetrics, MetricsToHost } from '../../../../webview/metricsProtocol.ts';
import { answerMetrics, makeReading, startMetrics } from '../../../support/metricsSamples.ts';
import { makeQueue } from '../../../support/webviewSamples.ts';
import { FakeChannel } from '../fakeChannel.ts';

const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

describe('the metrics that are offered', () => {
  it('are those that the broker measures, with their units', () => {
    const known = QUEUE_METRICS.map(({ name, unit, of }) => ({ name, unit, of }));
    const offered = METRIC_ROWS.map(({ name, unit, of }) => ({ name, unit, of }));
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name.localeCompare(other.name);
    assert.deepEqual(offered.toSorted(byName), known.toSorted(byName));
  });

  it('have the statistic that the documentation advises', () => {
    const advice = readFileSync('docs/metrics.md', 'utf8');
    assert.match(
      advice,
      /maximum of the gauges, the sum of the counters and the\s+average of `SentMessageSize`/u,
    );
    for (const { name, counter } of QUEUE_METRICS) {
      const usual = counter === undefined ? 'Maximum' : 'Sum';
      assert.equal(findMetric(name)?.usual, name === 'SentMessageSize' ? 'Average' : usual, name);
    }
  });
});

describe('what can be chosen in the panel of metrics', () => {
  it('is never more than one answer of the broker takes', () => {
    for (const range of RANGES_SECONDS) {
      const periods = listPeriods(range);
      assert.ok(periods.length > 0, `${range}`);
      for (const period of periods) assert.ok(range / period <= MAXIMUM_POINTS, `${range} by ${period}`);
    }
    assert.ok(MAXIMUM_POINTS * MAXIMUM_LINES <= 100_800);
  });

  it('is no period of seconds where seconds are not kept', () => {
    assert.deepEqual(listPeriods(900), [1, 10, 60, 300]);
    assert.deepEqual(listPeriods(10_800), [10, 60, 300, 3_600]);
    assert.deepEqual(listPeriods(43_200), [60, 300, 3_600]);
    assert.deepEqual(listPeriods(1_296_000), [300, 3_600]);
  });

  it('is the next longer period where the chosen one does not fit', () => {
    assert.equal(fitPeriod(1, 1_296_000), 300);
    assert.equal(fitPeriod(3_600, 900), 300);
    for (const range of RANGES_SECONDS)
      for (const period of PERIODS_SECONDS) assert.ok(listPeriods(range).includes(fitPeriod(period, range)));
  });

  it('is metrics of two units at most: the chart has two axes', () => {
    const choice = { ...FIRST_CHOICE, queueArns: [IMAGES] };
    const [age, size] = ['ApproximateAgeOfOldestMessage', 'SentMessageSize'].map((name) => {
      const metric = findMetric(name);
      assert.ok(metric);
      return metric;
    });
    assert.ok(age && size);
    assert.equal(findHindrance(choice, age), undefined);
    const withAge = { ...choice, metricNames: [...choice.metricNames, age.name] };
    assert.equal(findHindrance(withAge, size), 'units');
    // Numbers of samples have one unit.
    assert.equal(findHindrance({ ...withAge, statistic: 'SampleCount' }, size), undefined);
  });

  it('is a metric of FIFO queues for FIFO queues only', () => {
    const lines = listLines({
      ...FIRST_CHOICE,
      queueArns: [IMAGES, PAYMENTS],
      metricNames: [
        'NumberOfMessagesSent',
        'NumberOfDeduplicatedSentMessages',
        'ApproximateNumberOfNoisyGroups',
      ],
    });
    assert.deepEqual(
      lines.map(({ queueArn, metric }) => [queueArn, metric.name]),
      [
        [IMAGES, 'ApproximateNumberOfNoisyGroups'],
        [IMAGES, 'NumberOfMessagesSent'],
        [PAYMENTS, 'NumberOfMessagesSent'],
        [PAYMENTS, 'NumberOfDeduplicatedSentMessages'],
      ],
    );
  });

  for (const saved of [
    undefined,
    null,
    7,
    [],
    { periodSeconds: 'soon', queueArns: [1], metricNames: ['x'] },
  ]) {
    it(`is as at first where the page has kept something else: ${JSON.stringify(saved)}`, () => {
      const { statistic, periodSeconds, rangeSeconds, queueArns } = restoreChoice(saved);
      assert.deepEqual(
        { statistic, periodSeconds, rangeSeconds, queueArns },
        { statistic: 'usual', periodSeconds: 60, rangeSeconds: 3_600, queueArns: [] },
      );
    });
  }
});

describe('the names of lines', () => {
  const name = (queueArns: readonly string[], metricNames: readonly string[]) =>
    nameLines(listLines({ ...FIRST_CHOICE, queueArns, metricNames }));

  it('say what differs, and once what does not', () => {
    assert.deepEqual(name([IMAGES], ['NumberOfMessagesSent']), {
      common: ['Sum'],
      lines: ['NumberOfMessagesSent'],
    });
    assert.deepEqual(name([IMAGES, PAYMENTS], ['NumberOfMessagesSent']), {
      common: ['NumberOfMessagesSent', 'Sum'],
      lines: ['images', 'payments.fifo'],
    });
    assert.deepEqual(name([IMAGES], ['NumberOfMessagesSent', 'SentMessageSize']), {
      common: [],
      lines: ['NumberOfMessagesSent Sum', 'SentMessageSize Average'],
    });
  });
});

describe('the store of the panel of metrics', () => {
  let channel: FakeChannel<HostToMetrics, MetricsToHost>;
  let store: MetricsStore;

  beforeEach(() => open());

  function open(state?: unknown): void {
    channel = new FakeChannel(state);
    store = createMetricsStore(channel);
  }
  const watches = () => channel.sent('watch');

  it('tells the host what it shows, with the usual statistics', () => {
    channel.deliver(startMetrics([IMAGES]));
    assert.deepEqual(watches().at(-1)?.watch, {
      queueArns: [IMAGES],
      lines: [
        { queueArn: IMAGES, metricName: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum' },
        { queueArn: IMAGES, metricName: 'ApproximateNumberOfMessagesNotVisible', statistic: 'Maximum' },
      ],
      periodSeconds: 60,
      rangeSeconds: 3_600,
    });
    channel.deliver({ type: 'brokerChanged', broker: { kind: 'stopped' } });
    assert.equal(watches().length, 1, 'the same is not told twice');
  });

  it('chooses the first queue where none is known, and keeps an empty choice', () => {
    channel.deliver(startMetrics());
    assert.deepEqual(store.choice.value.queueArns, [IMAGES]);
    store.toggleQueue(IMAGES);
    channel.deliver({ type: 'queuesChanged', queues: store.queues.value });
    assert.deepEqual(store.choice.value.queueArns, []);
    assert.equal(store.plot.value, undefined);
  });

  it('is restored with what was chosen', () => {
    channel.deliver(startMetrics([PAYMENTS]));
    store.change({ statistic: 'p90', rangeSeconds: 900, periodSeconds: 1 });
    open(channel.state);
    channel.deliver(startMetrics());
    assert.deepEqual(store.choice.value, {
      queueArns: [PAYMENTS],
      metricNames: FIRST_CHOICE.metricNames,
      statistic: 'p90',
      rangeSeconds: 900,
      periodSeconds: 1,
    });
  });

  it('shows the newest answer only to what it asked last', () => {
    channel.deliver(startMetrics([IMAGES]));
    const first = makeReading(store.choice.value);
    store.toggleMetric('NumberOfMessagesSent');
    channel.deliver(answerMetrics(first, 1));
    assert.equal(store.hasPoints.value, false);
    channel.deliver(answerMetrics(makeReading(store.choice.value), 2));
    assert.equal(store.plot.value?.lines.length, 3);
    assert.equal(store.hasPoints.value, true);
  });

  it('takes a gap for what it is, in the chart and in the file', () => {
    channel.deliver(startMetrics([IMAGES]));
    store.toggleMetric('ApproximateNumberOfMessagesNotVisible');
    const values: readonly (number | null)[] = [0, null, 2.5];
    const at = (index: number): number | null => values[index] ?? null;
    channel.deliver(
      answerMetrics(
        makeReading(store.choice.value, [], (_, index) => at(index)),
        2,
      ),
    );
    const shown = store.plot.value;
    assert.deepEqual(shown?.values[0]?.slice(0, 3), [0, null, 2.5]);
    store.saveTable();
    const [saved] = channel.sent('saveTable');
    assert.deepEqual(saved?.rows, [
      ['Time', 'images ApproximateNumberOfMessagesVisible Maximum (Count)'],
      [new Date(shown?.times[0] ?? 0).toISOString(), '0'],
      [new Date(shown?.times[2] ?? 0).toISOString(), '2.5'],
    ]);
  });

  it('leaves out metrics whose unit has no axis with another statistic', () => {
    channel.deliver(startMetrics([IMAGES]));
    store.change({ statistic: 'SampleCount' });
    store.change({
      metricNames: ['NumberOfMessagesSent', 'ApproximateAgeOfOldestMessage', 'SentMessageSize'],
    });
    assert.equal(store.lines.value.length, 3);
    store.change({ statistic: 'Average' });
    assert.equal(new Set(store.lines.value.map(({ unit }) => unit)).size, 2);
  });

  it('says so when there are more lines than it draws', () => {
    channel.deliver(startMetrics(Array.from({ length: 11 }, (_, index) => makeQueue(`q${index}`).arn)));
    assert.equal(store.lines.value.length, MAXIMUM_LINES);
    assert.equal(store.leftOutCount.value, 2);
    assert.deepEqual(store.drawnQueueArns.value.length, 10);
  });

  it('keeps the last points beside a failure, and forgets the failure with the next answer', () => {
    channel.deliver(startMetrics([IMAGES]));
    channel.deliver(answerMetrics(makeReading(store.choice.value)));
    channel.deliver({
      type: 'metricsRead',
      requestId: 1,
      outcome: { ok: false, failure: { message: 'No.' } },
    });
    assert.equal(store.failure.value?.message, 'No.');
    assert.equal(store.hasPoints.value, true);
    channel.deliver(answerMetrics(makeReading(store.choice.value)));
    assert.equal(store.failure.value, undefined);
  });
});
