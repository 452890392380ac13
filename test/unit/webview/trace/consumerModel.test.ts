import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import { computeFigures, readInFlight } from '../../../../webview/trace/consumers/consumerFigures.ts';
import { describeClient, formatRate, formatShare } from '../../../../webview/trace/consumers/consumerText.ts';
import { ConsumerModel } from '../../../../webview/trace/consumers/consumerModel.ts';
import { EventLog } from '../../../../webview/trace/log/eventLog.ts';
import { makeBatches } from '../../../support/functions/batchSamples.ts';
import { makeScenario, SCENARIO_CONSUMERS } from '../../../support/traceScenario.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const consumer = SCENARIO_CONSUMERS.worker;

type Step = Omit<TraceEvent, 'sequence' | 'queueArn'>;

function makeModel(steps: readonly Step[]): ConsumerModel {
  const model = new ConsumerModel();
  steps.forEach((step, index) =>
    model.apply({ sequence: index + 1, queueArn: QUEUE, ...step }, index, step.at),
  );
  return model;
}

/** Ten messages in one call, of which nine are deleted after 100, 200, … ms and one expires. */
function makeBatch(): Step[] {
  const ids = Array.from({ length: 10 }, (_, index) => `m${index}`);
  return [
    ...ids.map((messageId): Step => ({ kind: 'received', at: 1000, messageId, consumer, requestId: 'one' })),
    ...ids.slice(0, 9).map(
      (messageId, index): Step => ({
        kind: 'deleted',
        at: 1000 + 100 * (index + 1),
        messageId,
        consumer,
        inFlightMs: 100 * (index + 1),
      }),
    ),
    { kind: 'emptyReceive', at: 2000, consumer },
    { kind: 'expired', at: 3000, messageId: 'm9', inFlightMs: 2000 },
    { kind: 'rejected', at: 3500, consumer, error: { code: 'X', message: 'x' } },
  ];
}

describe('the figures of a consumer', () => {
  it('have totals that do not go by the time shown', () => {
    const model = makeModel([...makeBatch(), { kind: 'sent', at: 4000, messageId: 'n', consumer }]);
    const lane = model.get('worker');
    assert.deepEqual(lane?.totals, { sent: 1, received: 10, deleted: 9 });
    model.evict(1_000);
    assert.deepEqual(lane?.totals, { sent: 1, received: 10, deleted: 9 });
    model.reset();
    assert.deepEqual(lane?.totals, { sent: 0, received: 0, deleted: 0 });
  });

  it('count polls, not messages, and take the time from receive to delete', () => {
    const lane = makeModel(makeBatch()).get('worker');
    assert.ok(lane);
    const figures = computeFigures(lane, { from: 0, to: 10_000 });
    assert.deepEqual(
      { ...figures, p95HandlingMs: undefined },
      {
        pollCount: 2,
        emptyPollCount: 1,
        deleteCount: 9,
        errorCount: 1,
        expiredCount: 1,
        sendCount: 0,
        throughput: 0.9,
        inFlight: 0,
        meanHandlingMs: 500,
        p95HandlingMs: undefined,
        errorShare: 2 / 11,
        emptyShare: 0.5,
      },
    );
    assert.equal(figures.p95HandlingMs, 900);
  });

  it('are those of the time shown', () => {
    const lane = makeModel(makeBatch()).get('worker');
    assert.ok(lane);
    const figures = computeFigures(lane, { from: 1100, to: 1300 });
    assert.equal(figures.deleteCount, 3);
    assert.equal(figures.throughput, 15);
    assert.equal(figures.inFlight, 7);
    assert.equal(figures.emptyShare, undefined);
  });

  it('know how many messages were in flight at any time, whoever deletes them', () => {
    const lane = makeModel(makeBatch()).get('worker');
    assert.ok(lane);
    assert.deepEqual(
      [999, 1000, 1150, 2500, 3000].map((at) => readInFlight(lane, at)),
      [0, 10, 9, 1, 0],
    );
  });

  it('charge a message that is received by another consumer to that one', () => {
    const other = SCENARIO_CONSUMERS.second;
    const model = makeModel([
      { kind: 'received', at: 1, messageId: 'm', consumer, requestId: 'a' },
      { kind: 'expired', at: 5, messageId: 'm' },
      { kind: 'received', at: 6, messageId: 'm', consumer: other, requestId: 'b' },
    ]);
    assert.equal(model.get('worker')?.inFlightCount, 0);
    assert.equal(model.get('second')?.inFlightCount, 1);
    assert.deepEqual(model.get('worker')?.deeds.expired.times, [5]);
  });

  it('are narrowed to a queue, and keep the colour of each consumer', () => {
    const log = new EventLog(1000);
    const model = new ConsumerModel();
    log.addModel(model);
    log.append({ events: makeScenario(), start: 'snapshot', dropped: 0 });
    const before = new Map(model.list().map(({ info, index }) => [info.id, index]));
    assert.equal(before.size, 4);
    const payments = makeScenario().find(({ groupId }) => groupId !== undefined)?.queueArn ?? '';
    assert.equal(model.setFilter({ queueArn: payments }), true);
    log.replay(model);
    assert.deepEqual(
      model.list().map(({ info }) => info.id),
      ['producer', 'payer'],
    );
    for (const { info, index } of model.list()) assert.equal(index, before.get(info.id));
    assert.equal(model.setFilter({ queueArn: payments, consumerId: 'payer' }), false);
    assert.equal(model.list().length, 1);
  });

  it('forget with the events, and are bounded', () => {
    const log = new EventLog(500);
    const model = new ConsumerModel();
    log.addModel(model);
    for (let sequence = 1; sequence <= 20_000; sequence += 1)
      log.append({
        events: [{ sequence, at: sequence, kind: 'emptyReceive', queueArn: QUEUE, consumer }],
        start: 'continue',
        dropped: 0,
      });
    const kept = model.get('worker')?.deeds.emptyPoll.times ?? [];
    assert.ok(kept.length >= 500 && kept.length <= 1002, String(kept.length));
    for (let index = 0; index < 400; index += 1) {
      const made = { ...consumer, id: `made up ${index}` };
      model.apply({ sequence: 1, at: 1, kind: 'emptyReceive', queueArn: QUEUE, consumer: made }, 30_000, 1);
    }
    assert.ok(model.all.size <= 200);
  });

  it('are never written as nothing when there was something', () => {
    assert.deepEqual([0, 1 / 60, 0.05, 0.9, 12.4].map(formatRate), ['0', '< 0.1', '0.1', '0.9', '12']);
  });

  it('write shares as percentages, small ones more exactly', () => {
    const shares = [undefined, 0, 0.004, 0.0999, 0.291, 1];
    assert.deepEqual(shares.map(formatShare), ['–', '0%', '0.4%', '10%', '29%', '100%']);
  });

  it('show the name of an SDK once', () => {
    const sdk = 'aws-sdk-java/2.31.4';
    const client = { ...consumer, language: 'Java', sdk };
    assert.equal(describeClient({ ...client, name: sdk }), 'Java');
    assert.equal(describeClient({ ...client, name: 'Debug worker' }), sdk);
  });
});

describe('a function', () => {
  const log = new EventLog(1000);
  const model = new ConsumerModel();
  log.addModel(model);
  log.append({ events: makeBatches(), start: 'snapshot', startedAt: 0, dropped: 0 });

  it('is one consumer: its mapping, which receives, and its environments, which send', () => {
    assert.deepEqual(
      model.list().map(({ info, totals }) => [info.name, info.kind, totals]),
      [
        ['resize', 'function', { sent: 3, received: 35, deleted: 18 }],
        ['mail', 'function', { sent: 0, received: 43, deleted: 34 }],
      ],
    );
  });

  it('is found by each of its parts, also for the filter', () => {
    const [resize] = model.list();
    for (const part of ['mapping of resize', 'QSFN-resize #1', 'QSFN-resize #2'])
      assert.equal(model.get(part), resize);
    model.setFilter({ consumerId: 'QSFN-mail #1' });
    assert.deepEqual(
      model.list().map(({ info }) => info.name),
      ['mail'],
    );
  });
});
