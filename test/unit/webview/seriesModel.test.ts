import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { SeriesModel } from '../../../webview/trace/charts/seriesModel.ts';
import { makeScenario } from '../../support/traceScenario.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const QUEUE = makeQueue('orders').arn;

function makeSeries(steps: readonly Omit<TraceEvent, 'sequence'>[]): SeriesModel {
  const series = new SeriesModel();
  steps.forEach((step, index) => series.apply({ sequence: index + 1, queueArn: QUEUE, ...step }));
  return series;
}

describe('the series of a queue', () => {
  it('tell depth, age and throughput at the end of each second', () => {
    const series = makeSeries([
      { kind: 'sent', at: 10_100, messageId: 'a' },
      { kind: 'sent', at: 10_200, messageId: 'b', timeoutMs: 5_000 },
      { kind: 'received', at: 11_100, messageId: 'a' },
      { kind: 'deleted', at: 12_500, messageId: 'a' },
      { kind: 'visible', at: 15_200, messageId: 'b' },
    ]);
    const lines = series.read(QUEUE, 15_200);
    assert.deepEqual(lines.times, [11_000, 12_000, 13_000, 15_200]);
    assert.deepEqual(lines.visible, [1, 0, 0, 1]);
    assert.deepEqual(lines.inFlight, [0, 1, 0, 0]);
    assert.deepEqual(lines.delayed, [1, 1, 1, 0]);
    assert.deepEqual(lines.oldestAgeMs, [900, 1900, 2800, 5000]);
    assert.deepEqual(lines.sent, [2, 0, 0, 0]);
    assert.deepEqual(lines.deleted, [0, 0, 1, 0]);
  });

  it('are corrected by what the broker counts, once the queue is quiet', () => {
    const series = makeSeries([{ kind: 'sent', at: 10_100, messageId: 'a' }]);
    const summary = { ...makeQueue('orders', 41), counts: { visible: 41, inFlight: 2, delayed: 0 } };
    series.correct([summary], 10_200);
    assert.deepEqual(series.read(QUEUE, 10_200).visible, [41]);
    series.apply({ sequence: 2, at: 11_000, kind: 'sent', messageId: 'b', queueArn: QUEUE });
    series.correct([summary], 11_100);
    assert.deepEqual(series.read(QUEUE, 11_100).visible, [41, 42]);
    series.correct([{ ...summary, counts: { visible: 42, inFlight: 2, delayed: 0 } }], 13_000);
    assert.deepEqual(series.read(QUEUE, 13_000).inFlight, [2, 2]);
  });

  it('are added up over all queues, and each alone', () => {
    const series = new SeriesModel();
    for (const event of makeScenario()) series.apply(event);
    const all = series.read(undefined, Infinity);
    const alone = ['images', 'images-done', 'images-dead-letters', 'payments.fifo'].map((name) =>
      series.read(makeQueue(name).arn, Infinity),
    );
    const last = (line: readonly number[]): number => line.at(-1) ?? 0;
    assert.equal(
      last(all.visible),
      alone.reduce((sum, lines) => sum + last(lines.visible), 0),
    );
    assert.equal(last(alone[1]?.visible ?? []), 4);
    assert.equal(last(alone[2]?.visible ?? []), 1);
  });

  it('take longer steps when they go on for long, and stay bounded', () => {
    const series = new SeriesModel();
    for (let second = 0; second < 5_000; second += 1)
      series.apply({
        sequence: 1,
        at: second * 1000,
        kind: 'sent',
        messageId: `m${second}`,
        queueArn: QUEUE,
      });
    const lines = series.read(QUEUE, 5_000_000);
    assert.ok(lines.times.length <= 601);
    assert.equal(lines.visible.at(-1), 5_000);
    assert.equal(lines.sent[3], 1);
  });

  it('survive a clock that jumps', () => {
    const series = makeSeries([
      { kind: 'sent', at: 10_000, messageId: 'a' },
      { kind: 'clockAdvanced', at: 10_000 + 43_200_000 },
      { kind: 'retentionExpired', at: 10_001 + 43_200_000, messageId: 'a' },
    ]);
    assert.deepEqual(series.read(QUEUE, 10_001 + 43_200_000).visible, [1, 0]);
  });
});
