import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DebuggedFunctions } from '../../support/functions/debuggedFunctions.ts';
import { makeFunction } from '../../support/functions/functionSamples.ts';
import { waitUntilGone } from '../../support/witness.ts';

const PORT = 4711;
/** Prints what the agent of a JVM prints, and waits as it does. */
const LISTENS = `echo "with $*"; echo "Listening for transport dt_socket at address: ${PORT}"; exec sleep 600`;

describe('an environment in Java, to which a debugger attaches', function () {
  if (process.platform === 'win32') return;
  let folder: string;
  let debugged: DebuggedFunctions;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-attached-'));
    const info = makeFunction('resize', { folder, definition: { runtime: 'java21' } });
    const command = [join(folder, 'java'), '-cp', 'classes', 'Loop'] as const;
    debugged = await DebuggedFunctions.create(info, {
      command,
      folder,
      environment: { PATH: process.env['PATH'] },
    });
    Object.assign(debugged.world.code.extensions, {
      all: [{ packageJSON: { contributes: { debuggers: [{ type: 'java' }] } } }],
    });
    writeJava(LISTENS);
  });

  afterEach(() => {
    Object.assign(debugged.world.code.extensions, { all: [] });
    debugged.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const writeJava = (code: string) =>
    writeFileSync(join(folder, 'java'), `#!/bin/sh\n${code}\n`, { mode: 0o755 });

  async function attach() {
    const started = await debugged.start();
    assert.ok(started.ok);
    const { program } = started;
    assert.ok(program.pid !== undefined);
    return { program, pid: program.pid, session: debugged.openSession() };
  }

  it('waits at a port of this machine, and the debugger gets that', async () => {
    const { program } = await attach();
    assert.deepEqual(
      debugged.world.debug.started.map(({ configuration }) => configuration),
      [
        {
          type: 'java',
          request: 'attach',
          name: 'resize #1',
          hostName: '127.0.0.1',
          port: PORT,
          stepFilters: { skipClasses: ['$JDK', 'queueside.loop.*'] },
          env: { AWS_ACCESS_KEY_ID: 'QSDAAAAAAAAAAAAAAAA1' },
        },
      ],
    );
    program.kill();
    await program.ended;
    // What the agent says is not the function's.
    assert.deepEqual(debugged.lines, [
      'with -agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0 -cp classes Loop',
    ]);
  });

  for (const way of ['stop', 'kill'] as const) {
    it(`ends together with its session, if the broker wants its end: ${way}`, async () => {
      const { program, session } = await attach();
      program[way]();
      assert.ok(session.isToStop);
      const { signal } = await program.ended;
      assert.equal(signal, way === 'stop' ? 'SIGTERM' : 'SIGKILL');
      session.request('disconnect');
      session.end();
      assert.deepEqual(debugged.world.session.asked('function/stop'), []);
    });
  }

  it('ends when the user ends its session, as does the function', async () => {
    const { program, session } = await attach();
    session.request('disconnect');
    session.end();
    await program.ended;
    assert.deepEqual(debugged.world.session.asked('function/stop'), [{ name: 'resize' }]);
  });

  it('ends its session with it', async () => {
    const { program, pid, session } = await attach();
    process.kill(pid, 'SIGKILL');
    await program.ended;
    assert.ok(session.isToStop);
  });

  it('does not outlive a session that VS Code does not start', async () => {
    debugged.world.debug.starts = false;
    writeJava(`echo $$; ${LISTENS}`);
    assert.deepEqual(await debugged.start(), {
      ok: false,
      failure: 'The debugger could not start resize #1.',
    });
    await waitUntilGone(Number(debugged.lines[0]));
  });

  it('that ends before a debugger could attach says how', async () => {
    writeJava('echo "no such option"; exit 3');
    const started = await debugged.start();
    assert.ok(started.ok);
    assert.deepEqual(await started.program.ended, { code: 3, signal: null });
    assert.deepEqual([debugged.lines, debugged.world.debug.started], [['no such option'], []]);
  });
});
