import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { HostToMetrics } from '../../../webview/metricsProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;

describe('the panel of metrics, in the extension host', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
    world.connections.add(world.memory);
    world.session.answer('metrics/read', { start: 0, periodSeconds: 60, lines: [] });
    world.session.answer('alarm/states', { alarms: [] });
    world.window.panels.length = 0;
  });

  afterEach(() => {
    for (const each of world.window.panels) each.setVisible(false);
  });

  const panel = () => {
    const found = world.window.panels.at(-1);
    assert.ok(found);
    return found;
  };
  async function say(message: object): Promise<void> {
    panel().receive(message);
    for (let turns = 0; turns < 4; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  const readStart = (from: { readonly posted: readonly object[] }) =>
    (from.posted as readonly HostToMetrics[]).find(
      (each): each is Extract<HostToMetrics, { readonly type: 'initialize' }> => each.type === 'initialize',
    );
  const watch = (queueArns: readonly string[], requestId = 1) => ({
    type: 'watch',
    requestId,
    watch: {
      queueArns,
      lines: queueArns.map((queueArn) => ({
        queueArn,
        metricName: 'NumberOfMessagesSent',
        statistic: 'Sum',
      })),
      periodSeconds: 60,
      rangeSeconds: 3_600,
    },
  });

  it('opens for the selected rows, together', async () => {
    const rows = [await world.findRow(0, 'orders'), await world.findRow(0, 'orders-dead')];
    await world.run('openMetrics', rows[0], rows);
    await say({ type: 'ready' });
    assert.deepEqual(readStart(panel())?.queueArns, [ORDERS, DEAD]);
  });

  it('opens once for the same queues, and is named after those that it shows', async () => {
    await world.run('openMetrics', await world.findRow(0, 'orders'));
    await say({ type: 'ready' });
    await say(watch([ORDERS]));
    assert.equal(panel().title, 'Metrics: orders');
    await world.run('openMetrics', await world.findRow(0, 'orders'));
    assert.equal(world.window.panels.length, 1);
    assert.equal(panel().revealed, 1);
    await say(watch([ORDERS, DEAD], 2));
    assert.equal(panel().title, 'Metrics: orders and orders-dead');
    await world.run('openMetrics', await world.findRow(0, 'orders'));
    assert.equal(world.window.panels.length, 2);
  });

  it('reads what the page shows, and nothing for a page that is hidden', async () => {
    await world.run('openMetrics', await world.findRow(0, 'orders'));
    await say({ type: 'ready' });
    await say(watch([ORDERS]));
    assert.equal(panel().posted.at(-1)?.type, 'metricsRead');
    assert.deepEqual(world.session.asked('metrics/read').at(-1)?.['lines'], watch([ORDERS]).watch.lines);
    panel().setVisible(false);
    const before = world.session.requests.length;
    world.session.notify('alarm/changed', { alarm: { queueArn: ORDERS } });
    await say({ type: 'showLog' });
    assert.equal(world.session.requests.length, before);
  });

  it('is restored after a reload with the queues of its page', async () => {
    const restored = world.window.createWebviewPanel();
    await world.window.serializers
      .get('queueside.metrics')
      ?.deserializeWebviewPanel(restored as never, { queueArns: [DEAD] });
    restored.receive({ type: 'ready' });
    await say({ type: 'ready' });
    const start = readStart(restored);
    assert.ok(start !== undefined && !('queueArns' in start), 'the page has them in its state');
  });
});
