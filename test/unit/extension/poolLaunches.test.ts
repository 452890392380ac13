import assert from 'node:assert/strict';
import type { DebugSession } from 'vscode';
import type { StartOrder } from '../../../broker/poolRunner/poolProgram.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makePool, orderStart } from '../../support/poolSamples.ts';

describe('a process of a pool that a launch configuration starts', () => {
  let world: ConnectionWorld;
  let lines: string[];
  let paused: Set<string>;
  let firePaused: () => void;
  let watched: Set<number>;
  let programs: InstanceType<ConnectionWorld['code']['DebugPrograms']>;
  let launches: InstanceType<ConnectionWorld['code']['PoolLaunches']>;
  const { command: _, ...definition } = makePool('images').definition;
  const start = { ...orderStart(makePool('images'), 1), definition: { ...definition, launch: 'Worker' } };
  const key = start.credential.accessKeyId;
  const WORKER_LAUNCH = { type: 'node', name: 'Worker', request: 'launch', env: { AWS_PROFILE: 'prod' } };

  beforeEach(async () => {
    world = await createConnectionWorld();
    lines = [];
    paused = new Set();
    watched = new Set();
    world.debug.started.length = 0;
    world.debug.stopped.length = 0;
    world.debug.starts = true;
    world.debug.configurations = [WORKER_LAUNCH, { type: 'node', name: 'Attach', request: 'attach' }];
    world.session.answer('pool/reportPaused', null);
    programs = new world.code.DebugPrograms({
      onDidChangePaused: (listener) => {
        firePaused = () => listener();
        return { dispose: () => undefined };
      },
      isPaused: (program) => paused.has(program),
      consumers: { add: () => Promise.resolve() },
      watchProcess: (processId) => {
        watched.add(processId);
        return () => watched.delete(processId);
      },
      log: { warn: () => undefined },
    });
    launches = new world.code.PoolLaunches({
      session: world.session as never,
      programs,
      findQueueUrl: (name) => `http://127.0.0.1:9324/000000000000/${name}`,
      log: { warn: () => undefined },
    });
  });

  afterEach(() => programs.dispose());

  const run = async (mode: 'run' | 'debug', order: StartOrder = start) =>
    (await launches.start(order, mode, (line) => lines.push(line))) ??
    assert.fail('it is none of a debugger');
  /** The session that VS Code makes of what was started last. */
  function openSession(id = 'session'): DebugSession {
    const { configuration } = world.debug.started.at(-1) ?? {};
    const session = { id, name: 'images #1', type: 'node', configuration } as unknown as DebugSession;
    world.debug.sessionStarted.fire(session);
    return session;
  }

  for (const mode of ['run', 'debug'] as const) {
    it(`is a debug session with its name and its keys, ${mode === 'run' ? 'without' : 'with'} a debugger`, async () => {
      assert.equal((await run(mode)).ok, true);
      const [{ configuration, options } = { configuration: {}, options: {} }] = world.debug.started;
      assert.deepEqual(configuration, {
        ...WORKER_LAUNCH,
        name: 'images #1',
        env: {
          QUEUE_URL: 'http://127.0.0.1:9324/000000000000/images',
          AWS_ACCESS_KEY_ID: key,
          AWS_SECRET_ACCESS_KEY: 'a secret',
          AWS_PROFILE: null,
          AWS_SESSION_TOKEN: null,
          AWS_CREDENTIAL_EXPIRATION: null,
        },
      });
      assert.equal((options as { noDebug: boolean }).noDebug, mode === 'run');
    });
  }

  const COMMAND = { ...orderStart(makePool('images'), 1), folder: '/shop' };

  it('is a debug session of a command that is Node.js with plain arguments, which needs no configuration', async () => {
    const order = {
      ...COMMAND,
      definition: { ...COMMAND.definition, command: 'exec node dist/worker.js 3' },
    };
    assert.equal((await run('debug', order)).ok, true);
    const [{ configuration: whole } = { configuration: {} }] = world.debug.started;
    const { env, ...configuration } = whole as { readonly env?: Record<string, string> };
    assert.deepEqual(configuration, {
      type: 'node',
      request: 'launch',
      name: 'images #1',
      runtimeExecutable: 'node',
      runtimeArgs: ['dist/worker.js', '3'],
      cwd: '/shop',
      console: 'internalConsole',
      outputCapture: 'std',
      skipFiles: ['<node_internals>/**'],
    });
    assert.equal(env?.['AWS_ACCESS_KEY_ID'], key);
    world.debug.starts = false;
    assert.deepEqual(await run('debug', order), {
      ok: false,
      failure: 'The debugger could not start the command “exec node dist/worker.js 3”.',
    });
  });

  for (const [mode, command] of [
    ['run', 'node worker.js'],
    ['debug', 'python3 worker.py'],
    ['debug', 'npm run worker'],
    ['debug', 'node'],
    ['debug', 'node "my worker.js"'],
    ['debug', 'node worker.js | tee log'],
    ['debug', 'node worker.js; node other.js'],
    ['debug', 'node worker.js $COUNT'],
    ['debug', 'SIZE=3 node worker.js'],
    ['debug', 'nodemon worker.js'],
  ] as const) {
    it(`is none of the command “${command}” to ${mode}`, () => {
      const order = { ...COMMAND, definition: { ...COMMAND.definition, command } };
      assert.equal(
        launches.start(order, mode, () => undefined),
        undefined,
      );
      assert.deepEqual(world.debug.started, []);
    });
  }

  it('reports its process, its last lines and its exit code', async () => {
    const started = await run('debug');
    assert.ok(started.ok);
    const session = openSession();
    const tracker = programs.createDebugAdapterTracker(session);
    tracker?.onDidSendMessage?.({ type: 'event', event: 'process', body: { systemProcessId: 4711 } });
    assert.equal(await started.program.laterPid, 4711);
    assert.deepEqual([...watched], [4711], 'it ends with the editor');
    const print = (category: string, output: string) =>
      tracker?.onDidSendMessage?.({ type: 'event', event: 'output', body: { category, output } });
    print('stdout', 'rea');
    print('stdout', 'dy\nno ');
    print('telemetry', '{}');
    print('stderr', 'bucket\n');
    tracker?.onDidSendMessage?.({ type: 'event', event: 'exited', body: { exitCode: 3 } });
    world.debug.sessionEnded.fire(session);
    assert.deepEqual(await started.program.ended, { code: 3, signal: null });
    assert.deepEqual([...watched], []);
    assert.deepEqual(started.program.lastLines, ['ready', 'no bucket']);
    assert.deepEqual(lines, ['ready', 'no bucket']);
  });

  it('reports no process once it has ended', async () => {
    const started = await run('debug');
    assert.ok(started.ok);
    const session = openSession();
    const tracker = programs.createDebugAdapterTracker(session);
    world.debug.sessionEnded.fire(session);
    await started.program.ended;
    tracker?.onDidSendMessage?.({ type: 'event', event: 'process', body: { systemProcessId: 4711 } });
    assert.deepEqual([...watched], []);
  });

  it('knows its sessions from others, and does not end with those of what it starts', async () => {
    const started = await run('debug');
    assert.ok(started.ok);
    const session = openSession();
    const child = {
      id: 'child',
      type: 'node',
      configuration: {},
      parentSession: session,
    } as unknown as DebugSession;
    assert.ok(programs.createDebugAdapterTracker(child));
    world.debug.sessionEnded.fire(child);
    const other = { id: 'other', type: 'node', configuration: {} } as unknown as DebugSession;
    assert.equal(programs.createDebugAdapterTracker(other), undefined);
    world.debug.sessionEnded.fire(other);
    let hasEnded = false;
    void started.program.ended.then(() => {
      hasEnded = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(hasEnded, false);
  });

  it('is stopped by its debugger while its process is not known', async () => {
    const started = await run('run');
    assert.ok(started.ok);
    const session = openSession();
    started.program.stop();
    assert.deepEqual(world.debug.stopped, [session]);
    started.program.kill();
    world.debug.sessionEnded.fire(session);
    assert.deepEqual(await started.program.ended, { code: null, signal: 'SIGKILL' });
  });

  it('is reported as paused at a breakpoint, once, and as running when it continues', async () => {
    await run('debug');
    openSession();
    paused.add(key);
    firePaused();
    firePaused();
    paused.clear();
    firePaused();
    assert.deepEqual(world.session.asked('pool/reportPaused'), [
      { name: 'images', process: 1, isPaused: true },
      { name: 'images', process: 1, isPaused: false },
    ]);
  });

  it('is not started again by its debugger: the broker has ordered another process', async () => {
    const started = await run('debug');
    assert.ok(started.ok);
    world.debug.sessionEnded.fire(openSession());
    await started.program.ended;
    const again = openSession('again');
    assert.deepEqual(world.debug.stopped, [again]);
  });

  for (const [what, launch, failure] of [
    ['does not exist', 'Nothing', 'There is no launch configuration “Nothing”. Add it to launch.json.'],
    ['attaches', 'Attach', 'The configuration “Attach” attaches to a program, and starts none.'],
  ] as const) {
    it(`fails with a sentence if the configuration ${what}`, async () => {
      const order = { ...start, definition: { ...definition, launch } };
      assert.deepEqual(await launches.start(order, 'run', () => undefined), { ok: false, failure });
    });
  }

  it('fails with a sentence if VS Code does not start it', async () => {
    world.debug.starts = false;
    assert.deepEqual(await run('run'), {
      ok: false,
      failure: 'The launch configuration “Worker” could not be started.',
    });
  });
});
