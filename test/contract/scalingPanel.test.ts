import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { deletePool, putPool, runPool, setPoolDesired } from '../../broker/protocol/pools.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import type { BrokerClient } from '../../extension/broker/brokerClient.ts';
import { MetricsFeed } from '../../extension/metrics/metricsFeed.ts';
import { PoolFeed } from '../../extension/scaling/poolFeed.ts';
import { LINE_KEYS } from '../../webview/scaling/scalingLines.ts';
import { readShown } from '../../webview/scaling/scalingPlot.ts';
import { createScalingStore } from '../../webview/scaling/scalingStore.ts';
import type { HostToScaling, ScalingToHost } from '../../webview/scalingProtocol.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { ManualSchedule } from '../support/manualSchedule.ts';
import { startTestBroker } from '../support/testBroker.ts';
import { FakeChannel } from '../unit/webview/fakeChannel.ts';

const NAME = 'image-workers';

/** The panel's store and what feeds it, with a broker behind them and without VS Code or a page between them. */
describe('The scaling panel and a broker', () => {
  let client: ControlClient;
  let runner: ControlClient;
  let channel: FakeChannel<HostToScaling, ScalingToHost>;
  let feeds: readonly (MetricsFeed | PoolFeed)[];
  let stopWaiting: (() => void) | undefined;

  before(async () => {
    const { info } = await startTestBroker();
    client = await openClient(info.control);
    runner = await openClient(info.control);
    await client.request(createQueue, { name: 'images', attributes: {} });
    await client.request(putPool, {
      name: NAME,
      queue: 'images',
      command: 'node worker.js',
      desired: 1,
      policy: { type: 'manual' },
    });
    channel = new FakeChannel();
    feeds = connectFeeds();
  });

  after(() => {
    for (const feed of feeds) feed.dispose();
    runner.socket.terminate();
  });

  function connectFeeds(): readonly (MetricsFeed | PoolFeed)[] {
    const nothing = { dispose: () => undefined };
    const session = {
      state: { kind: 'running' },
      request: client.request.bind(client),
      onNotification: (method: never, handler: (params: unknown) => void) => {
        client.on(method, handler);
        return nothing;
      },
      onDidConnect: () => nothing,
    } as unknown as BrokerClient;
    const ports = {
      session,
      clock: {
        get now() {
          return Date.now();
        },
        onDidChange: () => nothing,
      },
      post: (message: HostToScaling) => {
        channel.deliver(message);
        stopWaiting?.();
      },
    };
    return [new MetricsFeed({ ...ports, schedule: new ManualSchedule().after }), new PoolFeed(ports)];
  }
  /** Resolves with the message of the host after which the condition holds. */
  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => (stopWaiting = resolve));
  }

  it('show a decision and its cause as soon as the broker has made it, and that the pool was deleted', async () => {
    const [metrics, pools] = feeds;
    assert.ok(metrics instanceof MetricsFeed && pools instanceof PoolFeed);
    const store = createScalingStore(channel);
    const known = await pools.readPools();
    channel.deliver({
      type: 'initialize',
      broker: { kind: 'running', maximumMessageBytes: 1 },
      ...(known === undefined ? {} : { pools: known }),
    });
    const [watch] = channel.sent('watch');
    assert.ok(watch);
    metrics.watch(watch.requestId, watch.watch);
    pools.watch(watch.requestId, watch.poolName);
    await until(() => store.plot.value !== undefined);
    assert.equal(store.failure.value, undefined);
    assert.equal(store.decisions.value.length, 0);

    await runner.request(runPool, { name: NAME });
    await client.request(setPoolDesired, { name: NAME, desired: 3 });
    await until(() => store.decisions.value.length > 0 && store.pool.value?.state === 'running');
    assert.match(store.decisions.value.at(-1)?.cause ?? '', /user request .* from 1 to 3\.$/u);
    const { value: plot } = store.plot;
    assert.ok(plot);
    assert.equal(readShown(plot, LINE_KEYS.indexOf('desired'), undefined), 3);

    await client.request(deletePool, { name: NAME });
    await until(() => store.isDeleted.value);
    assert.equal(channel.posted.at(-1)?.type, 'pause');
    assert.equal(store.decisions.value.length, 1);
  });
});
