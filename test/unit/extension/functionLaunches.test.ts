import assert from 'node:assert/strict';
import type { ConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeFunction } from '../../support/functions/functionSamples.ts';
import { DebuggedFunctions, LOOPS, type OpenedSession } from '../../support/functions/debuggedFunctions.ts';

const LAUNCH = {
  command: ['node', '--max-old-space-size=115', `${LOOPS}/node.mjs`],
  folder: '/shop/functions',
  environment: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001', PATH: '/bin' },
} as const;

describe('an environment of a function under a debugger', () => {
  let world: ConnectionWorld;
  let debugged: DebuggedFunctions;

  beforeEach(async () => {
    debugged = await DebuggedFunctions.create(makeFunction('resize', { folder: '/shop' }), LAUNCH);
    ({ world } = debugged);
  });

  afterEach(() => debugged.dispose());

  const start = (number?: number) => debugged.start(number);
  const openSession = () => debugged.openSession();
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
    debugged.setPaused(1, true);
    debugged.setPaused(1, true);
    debugged.setPaused(1, false);
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
    assert.deepEqual(debugged.lines, ['one', 'two']);
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
    (session: OpenedSession, program: { stop(): unknown; kill(): void }) => void,
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
