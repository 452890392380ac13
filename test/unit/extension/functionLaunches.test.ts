import assert from 'node:assert/strict';
import type { DebugSession } from 'vscode';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeFunction, orderEnvironment } from '../../support/functions/functionSamples.ts';

const LOOPS = '/extension/dist/runtimes';
const LAUNCH = {
  command: ['node', '--max-old-space-size=115', `${LOOPS}/node.mjs`],
  folder: '/shop/functions',
  environment: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001', PATH: '/bin' },
} as const;

describe('an environment of a function under a debugger', () => {
  let world: ConnectionWorld;
  let lines: string[];
  let paused: Set<string>;
  let firePaused: () => void;
  let programs: InstanceType<ConnectionWorld['code']['DebugPrograms']>;
  let launches: InstanceType<ConnectionWorld['code']['FunctionLaunches']>;
  const info = makeFunction('resize', { folder: '/shop' });

  beforeEach(async () => {
    world = await createConnectionWorld();
    lines = [];
    paused = new Set();
    world.debug.started.length = 0;
    world.debug.starts = true;
    for (const name of ['reportDebugger', 'reportCodeChanged'])
      world.session.answer(`function/${name}`, null);
    world.session.answer('function/stop', { functions: [] });
    programs = new world.code.DebugPrograms({
      onDidChangePaused: (listener) => {
        firePaused = () => listener();
        return { dispose: () => undefined };
      },
      isPaused: (program) => paused.has(program),
      consumers: { add: () => Promise.resolve() },
      watchProcess: () => () => undefined,
      log: { warn: () => undefined },
    });
    launches = new world.code.FunctionLaunches({
      programs,
      channel: world.session as never,
      loops: LOOPS,
      log: { warn: () => undefined },
    });
  });

  afterEach(() => programs.dispose());

  const orderOf = (number: number) => {
    const order = orderEnvironment(info, number);
    // As planLaunch has them among the variables.
    const { accessKeyId: AWS_ACCESS_KEY_ID } = order.credential;
    return { order, launch: { ...LAUNCH, environment: { ...LAUNCH.environment, AWS_ACCESS_KEY_ID } } };
  };
  const start = (number = 1) => {
    const { order, launch } = orderOf(number);
    return launches.start(order, launch, (line) => lines.push(line));
  };
  /** The session that VS Code makes of what was started last, and what its adapter and VS Code send. */
  function openSession() {
    const { configuration } = world.debug.started.at(-1) ?? {};
    const session = {
      id: `session ${world.debug.started.length}`,
      type: 'node',
      configuration,
    } as unknown as DebugSession;
    world.debug.sessionStarted.fire(session);
    const tracker = programs.createDebugAdapterTracker(session);
    return {
      event: (event: string, body: object = {}) =>
        tracker?.onDidSendMessage?.({ type: 'event', event, body }),
      request: (command: string, args: object = {}) =>
        tracker?.onWillReceiveMessage?.({ type: 'request', command, arguments: args }),
      end: () => world.debug.sessionEnded.fire(session),
    };
  }
  const reports = () =>
    world.session.asked('function/reportDebugger').map(({ isAttached, isPaused }) => [isAttached, isPaused]);

  it('is a debug session of our loop with the variables of the function, and of those of the editor only these', async () => {
    process.env['ONLY_THE_EDITORS'] = 'x';
    try {
      assert.equal((await start()).ok, true);
    } finally {
      delete process.env['ONLY_THE_EDITORS'];
    }
    const [{ configuration: whole } = { configuration: {} }] = world.debug.started;
    const { env = {}, ...configuration } = whole as { readonly env?: Readonly<Record<string, unknown>> };
    assert.deepEqual(configuration, {
      type: 'node',
      request: 'launch',
      name: 'resize #1',
      runtimeExecutable: 'node',
      runtimeArgs: ['--max-old-space-size=115', `${LOOPS}/node.mjs`],
      cwd: '/shop/functions',
      console: 'internalConsole',
      outputCapture: 'std',
      skipFiles: ['<node_internals>/**', `${LOOPS}/**`],
      outFiles: ['/shop/functions/**/*.(m|c|)js', '!**/node_modules/**'],
      resolveSourceMapLocations: ['/shop/functions/**', '!**/node_modules/**'],
    });
    assert.deepEqual(
      ['AWS_LAMBDA_RUNTIME_API', 'PATH', 'ONLY_THE_EDITORS'].map((name) => env[name]),
      ['127.0.0.1:9001', '/bin', null],
    );
  });

  it('is reported as debugged before it is started, and as paused while it is', async () => {
    const started = start();
    assert.deepEqual(reports(), [[true, false]]);
    assert.deepEqual(world.debug.started, []);
    await started;
    openSession();
    paused.add(orderOf(1).order.credential.accessKeyId);
    firePaused();
    firePaused();
    paused.clear();
    firePaused();
    assert.deepEqual(reports(), [
      [true, false],
      [true, true],
      [true, false],
    ]);
  });

  it('is started although the broker does not take the report', async () => {
    const request = world.session.request.bind(world.session);
    world.session.request = (method, params) =>
      method.method.endsWith('reportDebugger')
        ? Promise.reject(new Error('too late'))
        : request(method, params);
    assert.equal((await start()).ok, true);
  });

  it('that VS Code does not start says so', async () => {
    world.debug.starts = false;
    assert.deepEqual(await start(), { ok: false, failure: 'The debugger could not start resize #1.' });
  });

  it('prints what its adapter reports', async () => {
    await start();
    openSession().event('output', { category: 'stdout', output: 'one\ntwo\n' });
    assert.deepEqual(lines, ['one', 'two']);
  });

  describe('whose session the user ends', () => {
    it('stops the function, if it is the last one', async () => {
      await start();
      openSession().request('disconnect');
      await world.session.waitUntilAsked('function/stop');
      assert.deepEqual(world.session.asked('function/stop'), [{ name: 'resize' }]);
    });

    it('leaves the function running beside another one', async () => {
      await start(1);
      const first = openSession();
      await start(2);
      const second = openSession();
      first.request('terminate');
      first.end();
      await new Promise(setImmediate);
      assert.deepEqual(world.session.asked('function/stop'), []);
      second.request('terminate');
      await world.session.waitUntilAsked('function/stop');
    });

    for (const [command, args] of [
      ['disconnect', { restart: true }],
      ['restart', {}],
    ] as const) {
      it(`to start it again gets another environment: ${command}`, async () => {
        await start();
        openSession().request(command, args);
        await world.session.waitUntilAsked('function/reportCodeChanged');
        assert.deepEqual(world.session.asked('function/stop'), []);
      });
    }
  });

  for (const [what, act] of [
    ['its process has ended', ({ event }) => event('terminated')],
    ['the broker ends it', (_session, program) => void program.stop()],
    ['the broker kills it', (_session, program) => program.kill()],
  ] as readonly (readonly [
    string,
    (session: ReturnType<typeof openSession>, program: { stop(): unknown; kill(): void }) => void,
  ])[]) {
    it(`does not stop the function when ${what}, and VS Code ends the session`, async () => {
      const started = await start();
      assert.ok(started.ok);
      const session = openSession();
      act(session, started.program);
      session.request('disconnect');
      session.end();
      await started.program.ended;
      assert.deepEqual(world.session.asked('function/stop'), []);
    });
  }
});
