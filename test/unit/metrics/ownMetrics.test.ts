import assert from 'node:assert/strict';
import { MetricShelf } from '../../../broker/assembly/metricShelf.ts';
import type { MetricDatum, MetricIdentity } from '../../../broker/metrics/metricReader.ts';
import { MAXIMUM_OWN_METRICS } from '../../../broker/metrics/ownMetrics.ts';
import { caller } from '../../support/engineHarness.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { MeasuredEngine } from '../../support/metrics/measuredEngine.ts';

const { region, account } = caller;

function name(metricName: string): MetricIdentity {
  return { region, account, namespace: 'Shop', metricName, dimensions: [{ name: 'Stage', value: 'test' }] };
}

function values(at: number, ...samples: number[]): MetricDatum {
  const counts = new Map<number, number>();
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  return { at, unit: 'Count', resolutionSeconds: 60, samples: counts };
}

describe('metrics that programs put', () => {
  it('are there at once, added up by the minute', () => {
    const broker = new MeasuredEngine();
    const { metrics, start } = broker;
    assert.ok(metrics.put(name('Backlog'), values(start + 1000, 5, 7)));
    assert.ok(metrics.put(name('Backlog'), values(start + 59_000, 7)));
    assert.ok(metrics.put(name('Backlog'), values(start + 60_000, 1.5)));
    const read = (seconds: number) => metrics.read(name('Backlog'), start, start + 600_000, seconds);
    assert.deepEqual(read(60), [
      {
        start,
        unit: 'Count',
        sampleCount: 3,
        sum: 19,
        minimum: 5,
        maximum: 7,
        values: new Map([
          [5, 1],
          [7, 2],
        ]),
      },
      {
        start: start + 60_000,
        unit: 'Count',
        sampleCount: 1,
        sum: 1.5,
        minimum: 1.5,
        maximum: 1.5,
        values: new Map([[1.5, 1]]),
      },
    ]);
    const [longer] = metrics.read(name('Backlog'), 0, start + 600_000, 86_400);
    assert.deepEqual([longer?.sampleCount, longer?.sum], [4, 20.5]);
    assert.deepEqual(read(1), []);
    assert.deepEqual(metrics.read(name('Other'), start, start + 600_000, 60), []);
    assert.deepEqual(
      [...metrics.list({ region, account, namespace: 'Shop' })].map(({ metricName, newestAt }) => [
        metricName,
        newestAt,
      ]),
      [['Backlog', start + 60_000]],
    );
  });

  it('are kept by the second if their resolution is one', () => {
    const { metrics, start } = new MeasuredEngine();
    metrics.put(name('Latency'), { ...values(start + 1200, 3), resolutionSeconds: 1 });
    metrics.put(name('Latency'), { ...values(start + 1900, 4), resolutionSeconds: 1 });
    const [second] = metrics.read(name('Latency'), start, start + 60_000, 1);
    assert.deepEqual([second?.start, second?.sum], [start + 1000, 7]);
    assert.equal(metrics.read(name('Latency'), start, start + 60_000, 60)[0]?.sum, 7);
  });

  it('know no values where only statistics were put', () => {
    const { metrics, start } = new MeasuredEngine();
    metrics.put(name('Latency'), values(start, 3));
    const samples = { sampleCount: 10, sum: 50, minimum: 1, maximum: 9 };
    metrics.put(name('Latency'), { at: start, unit: 'Count', resolutionSeconds: 60, samples });
    assert.deepEqual(metrics.read(name('Latency'), start, start + 60_000, 60), [
      { start, unit: 'Count', sampleCount: 11, sum: 53, minimum: 1, maximum: 9, values: undefined },
    ]);
  });

  it('have a point for each unit', () => {
    const { metrics, start } = new MeasuredEngine();
    metrics.put(name('Latency'), { ...values(start, 3), unit: 'Seconds' });
    metrics.put(name('Latency'), { ...values(start, 3000), unit: 'Milliseconds' });
    const points = metrics.read(name('Latency'), start, start + 60_000, 60);
    assert.deepEqual(
      points.map(({ unit, sum }) => [unit, sum]),
      [
        ['Seconds', 3],
        ['Milliseconds', 3000],
      ],
    );
  });

  it('are bounded: a new metric too many is not taken, and known ones still are', () => {
    const { metrics, start } = new MeasuredEngine();
    for (let number = 0; number < MAXIMUM_OWN_METRICS; number++)
      assert.ok(metrics.put(name(`Metric ${number}`), values(start, number)));
    assert.ok(!metrics.put(name('One More'), values(start, 1)));
    assert.ok(metrics.put(name('Metric 0'), values(start, 1)));
  });

  it('are bounded: of a million values, the newest stay', () => {
    const { metrics, start } = new MeasuredEngine();
    let value = 0;
    for (let minute = 0; minute < 5000; minute++) {
      const many = Array.from({ length: 200 }, () => value++);
      metrics.put(name('Backlog'), values(start + minute * 60_000, ...many));
    }
    assert.ok(metrics.bytes <= 8.1 * 1_048_576, `${metrics.bytes} bytes`);
    const points = metrics.read(name('Backlog'), 0, Infinity, 60);
    assert.ok(points.length > 500 && points.length < 5000, `${points.length} points`);
    assert.equal(points.at(-1)?.maximum, 999_999);
  });

  it('count their names, which can be long', () => {
    const { metrics, start } = new MeasuredEngine();
    const dimensions = Array.from({ length: 30 }, (_, index) => ({
      name: `d${index}`.padEnd(255, 'x'),
      value: 'v'.repeat(1024),
    }));
    metrics.put({ ...name('Backlog'), dimensions }, values(start, 1));
    assert.ok(metrics.bytes > 30 * 1279 * 2, `${metrics.bytes} bytes`);
    const identities = Array.from({ length: 1000 }, (_, index) => ({
      ...name(`Backlog-${index}`),
      dimensions,
    }));
    for (const identity of identities) metrics.put(identity, values(start, 1));
    assert.ok(metrics.bytes <= 9 * 1_048_576, `${metrics.bytes} bytes`);
    assert.equal(metrics.read(identities.at(-1)!, 0, Infinity, 60).length, 1);
  });

  it('keep no values of a minute that has too many different ones', () => {
    const { metrics, start } = new MeasuredEngine();
    for (let value = 0; value < 600; value++) metrics.put(name('Backlog'), values(start, value));
    const [point] = metrics.read(name('Backlog'), 0, Infinity, 60);
    assert.equal(point?.values, undefined);
    assert.deepEqual([point?.sampleCount, point?.maximum], [600, 599]);
  });

  it('survive a restart, and are forgotten after 15 days', () => {
    const fs = new MemoryFileSystem();
    const problems: Error[] = [];
    const shelf = () => new MetricShelf(fs, '/data', (error) => problems.push(error));
    const broker = new MeasuredEngine({ shelf: shelf() });
    const { start } = broker;
    const samples = { sampleCount: 10, sum: 50, minimum: 1, maximum: 9 };
    broker.metrics.put(name('Latency'), { at: start, unit: 'Count', resolutionSeconds: 60, samples });
    broker.metrics.put(name('Backlog'), { ...values(start, 3, 3, 4), resolutionSeconds: 1 });
    const readAll = () =>
      ['Latency', 'Backlog'].map((metric) =>
        [1, 60].map((seconds) => broker.metrics.read(name(metric), start, Infinity, seconds)),
      );
    const before = readAll();
    broker.restart({ shelf: shelf() });
    assert.deepEqual(readAll(), before);
    broker.passMinutes(15 * 24 * 60 + 1);
    broker.metrics.put(name('New'), values(broker.clock.now(), 1));
    broker.restart({ shelf: shelf() });
    assert.deepEqual(
      [...broker.metrics.list({ region, account })].map(({ metricName }) => metricName),
      ['New'],
    );
    assert.deepEqual(problems, []);
  });

  it('are lost, and nothing else, when their file is damaged', () => {
    const fs = new MemoryFileSystem();
    const problems: string[] = [];
    const shelf = () => new MetricShelf(fs, '/data', ({ message }) => problems.push(message));
    const broker = new MeasuredEngine({ shelf: shelf() });
    const queue = broker.createQueue('orders');
    broker.send(queue);
    broker.metrics.put(name('Backlog'), values(broker.start, 3));
    broker.passMinutes(1);
    const path = '/data/own.metrics.jsonl';
    broker.metrics.finish();
    fs.contentOf(path)[30] = 0;
    broker.restart({ shelf: shelf() });
    assert.deepEqual(broker.metrics.read(name('Backlog'), 0, Infinity, 60), []);
    assert.ok(broker.metrics.put(name('Backlog'), values(broker.start, 4)));
    assert.deepEqual(broker.readMinutes(queue, 'NumberOfMessagesSent', 'sum'), [1]);
    assert.deepEqual(problems, [`${path} is damaged: the metrics in it are lost.`]);
  });
});
