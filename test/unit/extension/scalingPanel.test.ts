import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { HostToScaling } from '../../../webview/scalingProtocol.ts';
import { makeWatch } from '../../../webview/scaling/scalingView.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;

describe('the scaling panel, in the extension host', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
    world.session.answer('metrics/read', { start: 0, periodSeconds: 1, lines: [] });
    world.session.answer('alarm/states', { alarms: [] });
    world.session.answer('pool/history', { decisions: [], capacity: [] });
    setPools('image-workers', 'video-workers');
    world.window.panels.length = 0;
  });

  afterEach(() => {
    for (const each of world.window.panels) each.setVisible(false);
  });

  function setPools(...names: readonly string[]): void {
    world.session.answer('pool/list', {
      pools: names.map((name) => ({
        definition: { name, queue: 'orders', command: 'node worker.js' },
        queueArn: ORDERS,
        state: 'running',
        desired: 1,
        processes: [],
      })),
    });
  }
  const panel = () => {
    const found = world.window.panels.at(-1);
    assert.ok(found);
    return found;
  };
  async function say(message: object): Promise<void> {
    panel().receive(message);
    for (let turns = 0; turns < 4; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  const start = () =>
    (panel().posted as readonly HostToScaling[]).find(
      (each): each is Extract<HostToScaling, { readonly type: 'initialize' }> => each.type === 'initialize',
    );
  const watch = (poolName: string, requestId = 1) => ({
    type: 'watch',
    requestId,
    poolName,
    watch: makeWatch(ORDERS, 900),
  });

  it('declares and runs a pool by their commands', async () => {
    await world.run('openScaling', 'image-workers');
    await say({ type: 'ready' });
    await say({ type: 'declarePool' });
    await say({ type: 'runPool' });
    assert.deepEqual(
      world.executed.filter(([command]) => String(command).endsWith('Pool')),
      [['queueside.declarePool'], ['queueside.runPool']],
    );
  });

  it('asks which pool when it was called on none', async () => {
    world.window.choose = (items) => items.find(({ label }) => label === 'video-workers');
    await world.run('openScaling');
    await say({ type: 'ready' });
    assert.equal(start()?.poolName, 'video-workers');
    assert.deepEqual(
      start()?.pools?.map(({ name }) => name),
      ['image-workers', 'video-workers'],
    );
  });

  it('says so if there are no pools', async () => {
    setPools();
    await world.run('openScaling');
    assert.deepEqual(world.window.panels, []);
    assert.deepEqual(world.window.said, ['There are no pools. Declare one in queueside.json.']);
  });

  it('opens for a name and for a row, once for the same pool', async () => {
    await world.run('openScaling', 'image-workers');
    await say({ type: 'ready' });
    await say(watch('image-workers'));
    assert.equal(panel().title, 'Scaling: image-workers');
    await world.run('openScaling', { pool: { definition: { name: 'image-workers' } } });
    assert.equal(world.window.panels.length, 1);
    assert.equal(panel().revealed, 1);
    await say(watch('video-workers', 2));
    assert.equal(panel().title, 'Scaling: video-workers');
    await world.run('openScaling', 'image-workers');
    assert.equal(world.window.panels.length, 2);
  });

  it('reads what the page shows, and nothing while it is paused or hidden', async () => {
    await world.run('openScaling', 'image-workers');
    await say({ type: 'ready' });
    await say(watch('image-workers'));
    assert.deepEqual(
      panel()
        .posted.map(({ type }) => type)
        .slice(-2)
        .toSorted(),
      ['historyRead', 'metricsRead'],
    );
    await say({ type: 'pause' });
    const before = world.session.requests.length;
    world.session.notify('pool/decided', { name: 'image-workers' });
    await say({ type: 'showLog' });
    assert.equal(world.session.requests.length, before);
    await say(watch('image-workers', 2));
    panel().setVisible(false);
    const shown = world.session.requests.length;
    world.session.notify('pool/decided', { name: 'image-workers' });
    await say({ type: 'showLog' });
    assert.equal(world.session.requests.length, shown);
  });

  it('is restored after a reload with the pool of its page', async () => {
    const restored = world.window.createWebviewPanel();
    await world.window.serializers
      .get('queueside.scaling')
      ?.deserializeWebviewPanel(restored as never, { poolName: 'video-workers' });
    restored.receive({ type: 'ready' });
    await say({ type: 'ready' });
    const [first] = restored.posted;
    assert.ok(first?.type === 'initialize' && !('poolName' in first), 'the page has it in its state');
  });
});
