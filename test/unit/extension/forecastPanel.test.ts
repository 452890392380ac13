import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { HostToForecast } from '../../../webview/forecastProtocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeForecastReport } from '../../support/forecastSamples.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;

describe('the panel of forecasts, in the extension host', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
    world.connections.add(world.memory);
    await world.run('openForecast', await world.findRow(0, 'orders'));
    await say({ type: 'ready' });
  });

  const panel = () => world.window.panels.at(-1) ?? assert.fail();
  async function say(message: object): Promise<void> {
    panel().receive(message);
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  const last = (type: HostToForecast['type']) =>
    (panel().posted as readonly HostToForecast[]).findLast((each) => each.type === type);

  it('opens for the queue of the row, and turns to another one', async () => {
    const start = last('initialize');
    assert.ok(start?.type === 'initialize' && start.queueArn === ORDERS);
    await world.run('openForecast', await world.findRow(0, 'orders-dead'));
    const turned = last('selectQueue');
    assert.ok(turned?.type === 'selectQueue' && turned.queueArn === makeQueue('orders-dead').arn);
  });

  it('asks the broker, and passes on the answer', async () => {
    world.session.answer('forecast/read', makeForecastReport());
    await say({ type: 'read', requestId: 5, params: { queueArn: ORDERS, consumers: 3 } });
    assert.deepEqual(world.session.asked('forecast/read'), [{ queueArn: ORDERS, consumers: 3 }]);
    const read = last('forecastRead');
    assert.ok(read?.type === 'forecastRead' && read.requestId === 5 && read.outcome.ok);
  });

  it('passes on nothing that is no message of the page', async () => {
    await say({ type: 'read', requestId: 5, params: { queueArn: ORDERS, consumers: 'many' } });
    await say({ type: 'prove', queueArn: ORDERS, perSecond: '7', seconds: 60 });
    assert.deepEqual(world.session.asked('forecast/read'), []);
    assert.deepEqual(world.shown, []);
  });

  it('opens the load test that proves it, filled in', async () => {
    await say({ type: 'prove', queueArn: ORDERS, perSecond: 7, seconds: 286 });
    assert.deepEqual(world.shown, [
      { arn: ORDERS, values: { rate: '7', duration: '286', shape: 'poisson' } },
    ]);
  });
});
