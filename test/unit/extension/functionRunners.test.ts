import assert from 'node:assert/strict';
import type { FunctionOrderParams } from '../../../broker/protocol/functionOrders.ts';
import type { FunctionInfo } from '../../../broker/protocol/functions.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeEnvironment, makeFunction, orderEnvironment } from '../../support/functions/functionSamples.ts';

const NODE = JSON.stringify(process.execPath);

/** What a command prints of its environment, and waits for a signal. */
const WORKER = `${NODE} -e "console.log(process.env.AWS_ACCESS_KEY_ID, process.env.AWS_LAMBDA_RUNTIME_API); setInterval(() => 0, 1000)"`;

describe('a function that a window runs', () => {
  let world: ConnectionWorld;
  const info = makeFunction('resize', { folder: process.cwd(), definition: { command: WORKER } });

  beforeEach(async () => {
    world = await createConnectionWorld();
    const { session } = world;
    session.state = {
      kind: 'running',
      info: { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1', account: '000000000000' } as never,
    };
    session.answer('function/run', { function: info });
    session.answer('function/stop', { functions: [] });
    for (const name of ['leave', 'reportStarted', 'reportExited', 'reportOutput']) {
      session.answer(`function/${name}`, null);
    }
    tell({ state: 'idle' });
    world.window.choose = (items) => {
      // From the next question on, a program runs it.
      session.answer('function/list', { functions: [{ ...info, state: 'running' }] });
      return items.find(({ label }) => label === 'resize');
    };
  });

  afterEach(() => world.consumers.dispose());

  /** What the broker says of the function from now on. */
  function tell(more: Parameters<typeof makeFunction>[1]): void {
    const functions = [makeFunction('resize', { ...info, ...more, definition: info.definition })];
    world.session.answer('function/list', { functions });
    world.session.notify('function/changed', { functions });
  }
  /** What it says when it is asked. */
  const answer = (listed: FunctionInfo) => world.session.answer('function/list', { functions: [listed] });
  const order = (params: FunctionOrderParams) => world.session.notify('function/ordered', params);
  /** The broker says that the window no longer runs it. */
  const endRun = (isDeleted = false) => world.session.notify('function/ended', { name: 'resize', isDeleted });
  async function runIt(): Promise<void> {
    tell({ state: 'idle' });
    await world.run('runFunction');
  }
  const reported = (name: 'Started' | 'Exited') => world.session.waitUntilAsked(`function/report${name}`);
  /** The first line with this in it that an environment of the window prints. */
  const waitForLine = (part: string) =>
    new Promise<string>((resolve) => {
      world.functions.functionLog.onDidPrint(({ line }) => line.includes(part) && resolve(line));
    });
  const mode = () => world.functions.runners.findMode('resize');
  const readLog = async (name: string) => {
    await world.run('showFunctionLog', name);
    return world.window.terminals.at(-1)?.text ?? '';
  };
  /** From now on, the broker answers a request in this way. */
  function intercept(name: string, act: (answer: unknown) => unknown): void {
    const request = world.session.request.bind(world.session);
    world.session.request = async (method, params) => {
      const answer = await request(method, params);
      return method.method === `queueside/function/${name}` ? act(answer) : answer;
    };
  }

  it('starts its processes as the broker orders, each with its own keys and port, and reports how they end', async () => {
    await runIt();
    assert.deepEqual(world.session.asked('function/run'), [
      { name: 'resize', canFreeze: process.platform !== 'win32' },
    ]);
    assert.deepEqual(world.window.said, ['The function resize is running.']);
    const start = orderEnvironment(info, 1);
    const printed = waitForLine(start.credential.accessKeyId);
    order(start);
    assert.equal(typeof (await reported('Started'))['processId'], 'number');
    const line = `${start.credential.accessKeyId} 127.0.0.1:9001`;
    assert.equal(await printed, line);
    order({ name: 'resize', order: 'stop', environment: 1, graceMs: 2000 });
    const exit = await reported('Exited');
    assert.deepEqual([exit['environment'], exit['signal'], exit['code']], [1, 'SIGTERM', undefined]);
    tell({ state: 'running', environments: [makeEnvironment('resize', 1)] });
    assert.match(await readLog('resize #1'), new RegExp(`${line}\\r\\n— Ended with signal SIGTERM`));
    assert.match(await readLog('resize'), new RegExp(`#1 \\| ${line}\\r\\n#1 \\| — Ended with`));
  });

  it('has its invocations in the log', async () => {
    await runIt();
    const report = { requestId: '8f6c', function: 'resize', environment: 'resize #1', at: 0, isCold: true };
    const figures = { durationMs: 12.5, billedMs: 93, memory: 128 };
    const ended = (more: object) => ({ ...report, ...figures, ...more });
    world.session.notify('function/invoked', {
      reports: [
        ended({ outcome: 'returned', initMs: 80.25 }),
        ended({ outcome: 'timeout' }),
        ended({ function: 'other', outcome: 'exit' }),
      ],
    });
    assert.equal(
      await readLog('resize'),
      '#1 | — Returned after 12.50 ms and a start of 80.25 ms, request 8f6c\r\n#1 | — Timed out after 12.50 ms, request 8f6c\r\n',
    );
  });

  it('is debugged with as many environments as the setting says, which are not frozen', async () => {
    world.settings['debug.functionEnvironments'] = 3;
    answer(makeFunction('resize'));
    await world.run('debugFunction', 'resize');
    assert.deepEqual(world.session.asked('function/run'), [{ name: 'resize', environments: 3 }]);
    assert.deepEqual(world.window.said, [
      'Debugging the function resize: the first message of its queues starts it.',
    ]);
  });

  it('is debugged after it has stopped, if this window runs it', async () => {
    await runIt();
    answer(makeFunction('resize', { state: 'running' }));
    const debugged = world.run('debugFunction', 'resize');
    await world.session.waitUntilAsked('function/stop');
    assert.equal(world.session.asked('function/run').length, 1);
    endRun();
    await debugged;
    assert.equal(mode(), 'debug');
  });

  it('is no longer run once it has stopped or was deleted, although another program runs it at once', async () => {
    for (const isDeleted of [false, true]) {
      await runIt();
      tell({ state: 'running' });
      assert.equal(mode(), 'run');
      endRun(isDeleted);
      assert.equal(mode(), undefined);
    }
  });

  it('is not kept when the broker rejects it', async () => {
    intercept('run', () => Promise.reject(new Error('Another program runs the function resize.')));
    await assert.rejects(runIt(), /Another program runs/);
    assert.equal(mode(), undefined);
    assert.deepEqual(world.memento.get('functions.run'), undefined);
  });

  it('is left if the broker runs it and its response is lost: the broker keeps no runner that is not there', async () => {
    intercept('run', () => {
      order(orderEnvironment(info, 1));
      return Promise.reject(new Error('The broker did not respond in time.'));
    });
    await assert.rejects(runIt(), /did not respond/);
    assert.deepEqual([mode(), world.session.asked('function/leave')], [undefined, [{ name: 'resize' }]]);
    assert.equal((await reported('Exited'))['signal'], 'SIGTERM');
  });

  it('is run once if it is run twice at the same time', async () => {
    const { runners } = world.functions;
    tell({ state: 'running' });
    await Promise.all([runners.run('resize', 'run'), runners.run('resize', 'run')]);
    assert.equal(world.session.asked('function/run').length, 1);
  });

  it('is stopped once and debugged once if its mode is changed twice at the same time', async () => {
    const { runners } = world.functions;
    await runIt();
    const changes = [runners.run('resize', 'debug'), runners.run('resize', 'debug')];
    await world.session.waitUntilAsked('function/stop');
    endRun();
    await Promise.all(changes);
    const { session } = world;
    const asked = ['run', 'stop', 'leave'].map((name) => session.asked(`function/${name}`).length);
    assert.deepEqual(asked, [2, 1, 0]);
    assert.equal(mode(), 'debug');
  });

  it('is run as the last caller wants if its mode is changed back while its invocations are finished', async () => {
    const { runners } = world.functions;
    await runIt();
    const changes = [runners.run('resize', 'debug'), runners.run('resize', 'run')];
    await world.session.waitUntilAsked('function/stop');
    endRun();
    await world.session.waitUntilAsked('function/stop', 2);
    endRun();
    await Promise.all(changes);
    assert.equal(mode(), 'run');
  });

  it('is run again after it has stopped if it is run while its invocations are finished', async () => {
    const { runners } = world.functions;
    await runIt();
    tell({ state: 'stopping' });
    const again = runners.run('resize', 'run');
    await new Promise(setImmediate);
    assert.equal(world.session.asked('function/run').length, 1);
    endRun();
    tell({ state: 'idle' });
    await again;
    assert.deepEqual([world.session.asked('function/run').length, mode()], [2, 'run']);
  });

  it('is stopped again if the broker could not stop it for a change of its mode', async () => {
    const { runners } = world.functions;
    await runIt();
    world.session.answer('function/stop', Promise.reject(new Error('The broker did not respond in time.')));
    await assert.rejects(runners.run('resize', 'debug'), /did not respond/);
    assert.equal(mode(), 'run');
    world.session.answer('function/stop', { functions: [] });
    const changed = runners.run('resize', 'debug');
    await world.session.waitUntilAsked('function/stop', 2);
    endRun();
    await changed;
    assert.equal(mode(), 'debug');
  });

  describe('when the broker is gone', () => {
    it('ends its processes, says so, and starts no broker to report that', async () => {
      await runIt();
      order(orderEnvironment(info, 1));
      await reported('Started');
      const asked = world.session.requests.length;
      const ended = waitForLine('Ended with');
      world.session.setState({ kind: 'stopped' });
      await ended;
      assert.equal(world.session.requests.length, asked);
      assert.equal(
        world.window.said.at(-1),
        'The broker is not connected. The processes of these functions are ended: resize',
      );
    });

    it('runs again if the user wants that', async () => {
      await runIt();
      world.window.press = 'Run Again';
      const { state } = world.session;
      world.session.setState({ kind: 'stopped' });
      world.session.setState(state);
      await world.session.waitUntilAsked('function/run', 2);
      assert.equal(mode(), 'run');
    });
  });

  describe('before the window is reloaded', () => {
    const offer = () => world.functions.offer();

    it('is offered afterwards, once, and runs again if the user wants that', async () => {
      await runIt();
      assert.deepEqual(world.memento.get('functions.run'), { resize: 'run' });
      const { memento } = world;
      world = await createConnectionWorld();
      await world.memento.update('functions.run', memento.get('functions.run'));
      world.session.answer('function/run', { function: info });
      world.session.answer('function/list', { functions: [{ ...info, state: 'running' }] });
      world.window.press = 'Run Again';
      offer();
      await world.session.waitUntilAsked('function/run');
      assert.deepEqual(world.window.said, ['This window ran these functions before: resize']);
      assert.deepEqual(world.session.asked('function/run')[0]?.['name'], 'resize');
    });

    it('is not offered if it was stopped', async () => {
      await runIt();
      endRun();
      assert.equal(world.memento.get('functions.run'), undefined);
      offer();
      assert.deepEqual(world.window.said, ['The function resize is running.']);
    });

    it('is not offered again after the user did not want it', async () => {
      await world.memento.update('functions.run', { resize: 'debug' });
      offer();
      assert.equal(world.memento.get('functions.run'), undefined);
    });
  });
});
