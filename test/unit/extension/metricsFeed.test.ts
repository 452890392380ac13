import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { alarmChanged, readAlarmStates } from '../../../broker/protocol/alarms.ts';
import { readMetrics } from '../../../broker/protocol/metrics.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { MetricsFeed } from '../../../extension/metrics/metricsFeed.ts';
import type { HostToMetrics, MetricsWatch } from '../../../webview/metricsProtocol.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const WATCH: MetricsWatch = {
  queueArns: [ORDERS],
  lines: [{ queueArn: ORDERS, metricName: 'NumberOfMessagesSent', statistic: 'Sum' }],
  periodSeconds: 10,
  rangeSeconds: 900,
};
/** 3 s after a minute began. */
const START = 1_000_003_000 - (1_000_000_000 % 60_000);

describe('What the panel of metrics reads', () => {
  let schedule: ManualSchedule;
  let feed: MetricsFeed;
  let asked: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[];
  let posted: HostToMetrics[];
  let jump: () => void;
  let alarm: (queueArn: string) => void;
  let state: 'running' | 'stopped';
  let offsetMs: number;
  let answer: () => Promise<void>;

  beforeEach(() => {
    schedule = new ManualSchedule();
    asked = [];
    posted = [];
    state = 'running';
    offsetMs = START;
    answer = () => Promise.resolve();
    const session = {
      get state() {
        return { kind: state };
      },
      request: async ({ method }: { method: string }, params: Readonly<Record<string, unknown>>) => {
        asked.push({ method, params });
        await answer();
        return method === readMetrics.method ? { start: 0, periodSeconds: 10, lines: [] } : { alarms: [] };
      },
      onNotification: ({ method }: { method: string }, handler: (params: unknown) => void) => {
        assert.equal(method, alarmChanged.method);
        alarm = (queueArn) => handler({ alarm: { queueArn } });
        return { dispose: () => undefined };
      },
    };
    feed = new MetricsFeed({
      session: session as unknown as BrokerClient,
      clock: {
        get now() {
          return offsetMs + schedule.now();
        },
        onDidChange: (handler: (event: unknown) => void) => {
          jump = () => handler(undefined);
          return { dispose: () => undefined };
        },
      },
      post: (message) => posted.push(message),
      schedule: schedule.after,
    });
  });

  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const ranges = () =>
    asked
      .filter(({ method }) => method === readMetrics.method)
      .map(({ params }) => [params['from'], params['until']]);
  async function pass(ms: number): Promise<void> {
    schedule.advance(ms);
    await settle();
  }

  it('are the points up to now on the broker’s clock, and the alarms of the queues', async () => {
    feed.watch(7, WATCH);
    await settle();
    assert.deepEqual(ranges(), [[START - 900_000, START]]);
    assert.deepEqual(asked.find(({ method }) => method === readAlarmStates.method)?.params, {
      queueArns: [ORDERS],
    });
    assert.deepEqual(
      posted.map((message) => message.type === 'metricsRead' && [message.requestId, message.outcome.ok]),
      [[7, true]],
    );
  });

  it('is read again when a period has ended, and not in between', async () => {
    feed.watch(1, WATCH);
    await settle();
    await pass(7_000);
    assert.equal(ranges().length, 1);
    await pass(1_000);
    assert.equal(ranges().length, 2);
    await pass(10_000);
    assert.equal(ranges().length, 3);
  });

  it('is read each minute where periods are longer, because their points grow', async () => {
    feed.watch(1, { ...WATCH, periodSeconds: 3_600 });
    await settle();
    await pass(56_000);
    assert.equal(ranges().length, 1);
    await pass(2_000);
    assert.equal(ranges().length, 2);
  });

  it('is read at once when the clock makes a jump or an alarm of these queues changes', async () => {
    feed.watch(1, WATCH);
    await settle();
    offsetMs += 600_000;
    jump();
    await settle();
    assert.deepEqual(ranges().at(-1), [START - 300_000, START + 600_000]);
    alarm(makeQueue('others').arn);
    await settle();
    assert.equal(ranges().length, 2);
    alarm(ORDERS);
    await settle();
    assert.equal(ranges().length, 3);
    assert.equal(schedule.pendingCount, 1);
  });

  it('is nothing while the page is hidden', async () => {
    feed.watch(1, WATCH);
    await settle();
    feed.pause();
    jump();
    await pass(120_000);
    assert.equal(ranges().length, 1);
    assert.equal(schedule.pendingCount, 0);
  });

  it('is nothing while the broker is stopped: a request would start it', async () => {
    state = 'stopped';
    feed.watch(1, WATCH);
    await settle();
    assert.deepEqual(asked, []);
    state = 'running';
    jump();
    await settle();
    assert.equal(ranges().length, 1);
  });

  it('is only what was asked for last', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    answer = () => held;
    feed.watch(1, WATCH);
    feed.watch(2, { ...WATCH, periodSeconds: 60 });
    release();
    await settle();
    assert.deepEqual(
      posted.map((message) => message.type === 'metricsRead' && message.requestId),
      [2],
    );
    assert.equal(schedule.pendingCount, 1);
  });

  it('is a failure in the words of the broker', async () => {
    answer = () => Promise.reject(new Error('These are more than 100,800 values'));
    feed.watch(1, WATCH);
    await settle();
    const [message] = posted;
    assert.deepEqual(message?.type === 'metricsRead' && message.outcome, {
      ok: false,
      failure: { message: 'These are more than 100,800 values' },
    });
  });
});
