import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { GatewayFaults } from '../../../extension/faults/gatewayFaults.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { ScriptedSession } from '../../support/connections/scriptedSession.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const PLAN = { queueArn: ORDERS, faults: { errorRate: 0.5 }, seed: 1, keep: false };
const RUNNING = { kind: 'running', info: {} } as never;

describe('the faults of gateways', () => {
  let world: ConnectionWorld;
  let gateway: ScriptedSession;
  let faults: GatewayFaults;
  let changeCount: number;
  let tell: () => void;
  let opened: { readonly connection: { readonly id: string }; readonly client: never }[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    gateway = new ScriptedSession([]);
    gateway.setState({ kind: 'stopped' });
    for (const name of ['faults/list', 'faults/set']) gateway.answer(name, { plans: [PLAN] });
    gateway.answer('faults/clear', { plans: [] });
    const changes = new world.code.EventEmitter<void>();
    tell = () => changes.fire();
    opened = [{ connection: { id: 'production' }, client: gateway as never }];
    faults = new GatewayFaults(() => new world.code.EventEmitter<void>());
    changeCount = 0;
    faults.onDidChange(() => {
      changeCount += 1;
    });
    faults.followGateways({
      get sessions() {
        return opened;
      },
      onDidChange: changes.event as never,
    });
  });

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }

  async function start(): Promise<void> {
    gateway.setState(RUNNING);
    tell();
    await settle();
  }

  it('are not there before it runs, and nothing is asked that would start it', () => {
    assert.equal(faults.find('production'), undefined);
    assert.equal(faults.count, 0);
    assert.deepEqual(gateway.requests, []);
  });

  it('can be set and cleared while it runs, but for those that only an engine has', async () => {
    await start();
    const found = faults.find('production');
    assert.deepEqual(found?.absent, ['delay', 'miss']);
    await found?.set(PLAN);
    assert.deepEqual(gateway.asked('faults/set'), [PLAN]);
    assert.deepEqual(found?.find(ORDERS), PLAN);
    assert.equal(found?.describe(ORDERS), 'InternalError 50%');
    assert.equal(faults.count, 1);
    await found?.clear(ORDERS);
    assert.deepEqual(gateway.asked('faults/clear'), [{ queueArn: ORDERS }]);
    assert.equal(faults.count, 0);
  });

  it('end with it', async () => {
    await start();
    await faults.find('production')?.set(PLAN);
    const before = changeCount;
    gateway.setState({ kind: 'stopped' });
    tell();
    assert.equal(faults.count, 0);
    assert.equal(faults.find('production'), undefined);
    assert.ok(changeCount > before);
    opened = [];
    tell();
    gateway.notify('faults/changed', { plans: [PLAN] });
    assert.equal(faults.count, 0);
  });

  it('are all cleared at once', async () => {
    await start();
    await faults.clearAll();
    assert.deepEqual(gateway.asked('faults/clear'), [{}]);
  });

  it('are offered on queues of the connection without those that it cannot have, and mark their rows', async () => {
    await start();
    const connection = new MemoryConnection('production', [makeQueue('orders')]);
    Object.defineProperty(connection, 'can', {
      get: () => ({ ...world.memory.can, faults: faults.find('production') }),
    });
    world.connections.add(connection);
    world.window.choose = (items) => items[0];
    await world.run('injectFaults', await world.findRow(1, 'orders'));
    const labels = world.window.items.map(({ label }) => label);
    assert.ok(labels.some((label) => label.includes('Throttling')));
    assert.deepEqual(
      labels.filter((label) => /Late delivery|Empty short polls|Keep after a restart/.test(label)),
      [],
    );
    const queueRow = await world.findRow(1, 'orders');
    assert.match(String(world.tree.getTreeItem(queueRow).description), /faults on/);
    assert.match(String(world.tree.getTreeItem(queueRow).contextValue), /;faults\b.*;canFaults\b/);
    await world.run('stopFaults', queueRow);
    assert.deepEqual(world.window.said.at(-1), 'Stopped the faults of orders.');
  });
});
