import assert from 'node:assert/strict';
import type { PoolOrderParams } from '../../../broker/protocol/pools.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makePool, makeProcess, orderStart } from '../../support/poolSamples.ts';

const NODE = JSON.stringify(process.execPath);

/** What a command prints of its environment, and waits for a signal. */
const WORKER = `${NODE} -e "console.log(process.env.AWS_ACCESS_KEY_ID, process.env.QUEUE_URL); setInterval(() => 0, 1000)"`;

describe('a pool that a window runs', () => {
  let world: ConnectionWorld;
  const pool = makePool('images', { folder: process.cwd(), definition: { command: WORKER, grace: 5 } });

  beforeEach(async () => {
    world = await createConnectionWorld();
    const { session } = world;
    session.state = {
      kind: 'running',
      info: { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1', account: '000000000000' } as never,
    };
    session.answer('alarm/list', { alarms: [] });
    session.answer('pool/run', { pool });
    for (const name of ['start', 'stop']) session.answer(`pool/${name}`, { pools: [] });
    for (const name of ['leave', 'reportStarted', 'reportExited']) session.answer(`pool/${name}`, null);
    tell({ state: 'idle' });
  });

  afterEach(() => world.pools.dispose());

  /** What the broker says of the pool from now on. */
  function tell(more: Parameters<typeof makePool>[1]): void {
    const pools = [makePool('images', { ...pool, ...more, definition: pool.definition })];
    world.session.answer('pool/list', { pools });
    world.session.notify('pool/changed', { pools });
  }
  const order = (params: PoolOrderParams) => world.session.notify('pool/ordered', params);
  const act = (more: { readonly order: 'stop' | 'kill' }) =>
    order({ name: 'images', process: 1, signal: 'SIGTERM', graceMs: 5000, ...more });
  async function runFirst(): Promise<void> {
    await world.run('runPool', undefined);
  }
  const reported = (name: 'Started' | 'Exited') => world.session.waitUntilAsked(`pool/report${name}`);

  /** The first line with this in it that a process of the window prints. */
  const waitForLine = (part: string) =>
    new Promise<string>((resolve) => {
      world.pools.outputs.onDidPrint(({ line }) => line.includes(part) && resolve(line));
    });

  beforeEach(() => {
    world.window.choose = (items) => items.find(({ label }) => label === 'images');
  });

  it('starts its processes as the broker orders, each with its own keys, and reports how they end', async () => {
    await runFirst();
    assert.deepEqual(world.session.asked('pool/run'), [{ name: 'images', user: '' }]);
    assert.deepEqual(world.window.said, ['The pool images is running.']);
    tell({ state: 'running', desired: 1, processes: [makeProcess('images', 1)] });
    const start = orderStart(pool, 1);
    const { accessKeyId } = start.credential;
    const printed = waitForLine(accessKeyId);
    order(start);
    const { processId } = await reported('Started');
    assert.equal(typeof processId, 'number');
    await printed;
    world.window.choose = (items) => items.find(({ label }) => label === 'images #1');
    await world.run('openPoolOutput');
    assert.equal(world.window.terminals.at(-1)?.name, 'images #1');
    act({ order: 'stop' });
    const exit = await reported('Exited');
    assert.deepEqual([exit['process'], exit['signal'], exit['code']], [1, 'SIGTERM', undefined]);
    assert.deepEqual(exit['lastLines'], [`${accessKeyId} http://127.0.0.1:9324/000000000000/images`]);
    const text = world.window.terminals.at(-1)?.text ?? '';
    assert.match(text, new RegExp(`${accessKeyId} http`));
    assert.match(text, /Ended with signal SIGTERM/);
  });

  it('ends a process by SIGKILL if the broker orders that', async () => {
    await runFirst();
    order(orderStart(pool, 1));
    await reported('Started');
    act({ order: 'kill' });
    assert.equal((await reported('Exited'))['signal'], 'SIGKILL');
  });

  it('reports a command that ends on its own, with what it printed', async () => {
    await runFirst();
    const command = `${NODE} -e "console.error('no bucket'); process.exit(3)"`;
    order({ ...orderStart(pool, 1), definition: { ...pool.definition, command } });
    const exit = await reported('Exited');
    assert.deepEqual([exit['code'], exit['lastLines']], [3, ['no bucket']]);
  });

  it('ends its processes when the broker is gone, and starts no broker to report that', async () => {
    await runFirst();
    order(orderStart(pool, 1));
    await reported('Started');
    const asked = world.session.requests.length;
    const ended = waitForLine('Ended');
    world.session.setState({ kind: 'stopped' });
    assert.equal(await ended, '— Ended with signal SIGTERM.');
    assert.equal(world.session.requests.length, asked);
    assert.match(world.window.said.at(-1) ?? '', /The processes of the pool images are ended/);
  });

  it('is left when it has stopped, so that another program may run it', async () => {
    await runFirst();
    tell({ state: 'stopping' });
    assert.deepEqual(world.session.asked('pool/leave'), []);
    tell({ state: 'stopped' });
    await world.session.waitUntilAsked('pool/leave');
    assert.equal(world.pools.runners.has('images'), false);
  });

  it('says once why it failed, and is started again by its own runner', async () => {
    await runFirst();
    for (let times = 0; times < 2; times += 1) tell({ state: 'failed', failure: 'images #5 crashed.' });
    assert.deepEqual(world.window.said.slice(1), ['The pool images has failed: images #5 crashed.']);
    await world.run('runPool');
    assert.deepEqual(world.session.asked('pool/start'), [{ name: 'images' }]);
    assert.equal(world.session.asked('pool/run').length, 1);
  });

  it('runs without the address of CloudWatch if the broker does not list its alarms', async () => {
    const request = world.session.request.bind(world.session);
    world.session.request = (method, params) =>
      method.method === 'queueside/alarm/list'
        ? Promise.reject(new Error('too late'))
        : request(method, params);
    await runFirst();
    assert.equal(world.pools.runners.has('images'), true);
  });

  it('is not kept when the broker rejects it', async () => {
    const request = world.session.request.bind(world.session);
    world.session.request = (method, params) =>
      method.method === 'queueside/pool/run'
        ? Promise.reject(new Error('Another program runs the pool images.'))
        : request(method, params);
    await assert.rejects(runFirst(), /Another program runs/);
    assert.equal(world.pools.runners.has('images'), false);
  });

  it('is left if the broker runs it and its response is lost: the broker keeps no runner that is not there', async () => {
    const request = world.session.request.bind(world.session);
    world.session.request = async (method, params) => {
      const response = await request(method, params);
      if (method.method !== 'queueside/pool/run') return response;
      order(orderStart(pool, 1));
      throw new Error('The broker did not respond in time.');
    };
    await assert.rejects(runFirst(), /did not respond/);
    assert.equal(world.pools.runners.has('images'), false);
    assert.deepEqual(world.session.asked('pool/leave'), [{ name: 'images' }]);
  });

  it('has its processes find CloudWatch from the first one that starts after the first alarm was made', async () => {
    await runFirst();
    const command = `${NODE} -e "console.log('at', process.env.AWS_ENDPOINT_URL_CLOUDWATCH)"`;
    const start = (number: number) =>
      order({ ...orderStart(pool, number), definition: { ...pool.definition, command } });
    const before = waitForLine('at ');
    start(1);
    assert.equal(await before, 'at undefined');
    world.session.answer('alarm/list', { alarms: [{}] });
    const after = waitForLine('at ');
    start(2);
    assert.equal(await after, 'at http://127.0.0.1:9324');
  });

  it('is run once if it is run twice at the same time', async () => {
    const { runners } = world.pools;
    assert.deepEqual(await Promise.all([runners.run(pool, 'run'), runners.run(pool, 'run')]), [true, true]);
    assert.equal(world.session.asked('pool/run').length, 1);
    order(orderStart(pool, 1));
    await reported('Started');
    act({ order: 'stop' });
    assert.equal((await reported('Exited'))['signal'], 'SIGTERM');
  });

  it('is kept if the pools cannot be listed after its start', async () => {
    const request = world.session.request.bind(world.session);
    world.session.request = (method, params) =>
      method.method === 'queueside/pool/list' && world.session.asked('pool/run').length > 0
        ? Promise.reject(new Error('The broker did not respond in time.'))
        : request(method, params);
    await runFirst();
    assert.equal(world.pools.runners.has('images'), true);
  });

  it('is run again right after a stop, of which the broker has not told yet that no program runs it', async () => {
    await runFirst();
    tell({ state: 'stopped' });
    const stopped = world.pools.store.find('images');
    assert.ok(stopped);
    world.session.answer('pool/list', { pools: [pool] });
    assert.equal(await world.pools.runners.run(stopped, 'run'), true);
    assert.deepEqual(world.session.asked('pool/start'), []);
    assert.equal(world.session.asked('pool/run').length, 2);
  });

  it('keeps what is open in a terminal, however many other processes print', () => {
    const { outputs } = world.pools;
    outputs.add('images #1', 'first');
    outputs.show('images #1');
    const terminal = world.window.terminals.at(-1);
    for (let number = 2; number < 300; number += 1) outputs.add(`images #${number}`, 'one');
    outputs.add('images #1', 'last');
    assert.match(terminal?.text ?? '', /last/);
    assert.deepEqual([outputs.has('images #2'), outputs.has('images #299')], [false, true]);
  });

  describe('as a task', () => {
    beforeEach(() => {
      Object.assign(world.code.workspace, { isTrusted: true });
    });

    afterEach(() => {
      Object.assign(world.code.workspace, { isTrusted: false });
    });

    it('prints what its processes print and why it scales, and ends with the pool', async () => {
      const { code, pools } = world;
      const task = new code.PoolTaskTerminal(pools, 'images');
      let text = '';
      const ended = new Promise((resolve) => task.onDidClose(resolve));
      task.onDidWrite((written) => {
        text += written;
      });
      task.open();
      await world.session.waitUntilAsked('pool/run');
      order(orderStart(pool, 1));
      await reported('Started');
      const decision = { at: 0, from: 0, to: 1, cause: 'to meet the target', policy: 'keda', metrics: {} };
      world.session.notify('pool/decided', { name: 'images', decision });
      task.handleInput('\u0003');
      await world.session.waitUntilAsked('pool/stop');
      act({ order: 'stop' });
      await reported('Exited');
      tell({ state: 'stopped' });
      assert.equal(await ended, 0);
      assert.match(text, /images: to meet the target/);
      assert.match(text, /images #1 \| — Ended with signal SIGTERM/);
    });

    for (const when of ['list', 'run'] as const) {
      it(`does not run the pool if it is closed while it starts: pool/${when}`, async () => {
        const task = new world.code.PoolTaskTerminal(world.pools, 'images');
        const ended = new Promise((resolve) => task.onDidClose(resolve));
        const request = world.session.request.bind(world.session);
        world.session.request = (method, params) => {
          if (method.method === `queueside/pool/${when}`) task.close();
          return request(method, params);
        };
        task.open();
        if (when === 'run') {
          await world.session.waitUntilAsked('pool/stop');
          await world.session.waitUntilAsked('pool/run');
          await new Promise((resolve) => setImmediate(resolve));
          assert.equal(
            world.session.requests.findLast(({ method }) => /run|stop/.test(method))?.method,
            'queueside/pool/stop',
          );
          tell({ state: 'stopped' });
        }
        assert.equal(await ended, 0);
        assert.equal(world.session.asked('pool/run').length, when === 'run' ? 1 : 0);
      });
    }

    for (const [what, more, says] of [
      ['does not exist', undefined, /There is no pool images/],
      ['already runs', { state: 'running' }, /already running/],
    ] as const) {
      it(`fails if the pool ${what}`, async () => {
        if (more === undefined) world.session.answer('pool/list', { pools: [] });
        else tell(more);
        const task = new world.code.PoolTaskTerminal(world.pools, 'images');
        let text = '';
        task.onDidWrite((written) => {
          text += written;
        });
        const ended = new Promise((resolve) => task.onDidClose(resolve));
        task.open();
        assert.equal(await ended, 1);
        assert.match(text, says);
      });
    }
  });
});
