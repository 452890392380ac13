import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { ProgramCommand } from '../../../broker/programs/command.ts';
import type { Program } from '../../../broker/programs/program.ts';
import { describeStartFailure } from '../../../broker/programs/programTexts.ts';
import { Programs, type ProgramStart } from '../../../broker/programs/programs.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { waitUntilGone, Witness } from '../../support/witness.ts';

const IS_WINDOWS = process.platform === 'win32';
const IGNORE_SIGTERM = 'process.on("SIGTERM",()=>0)';

describe('A program', () => {
  const witness = new Witness();
  let folder: string;
  let programs: Programs;
  let lines: string[];

  const start = (command: ProgramCommand, more: Partial<ProgramStart> = {}) =>
    programs.start({
      command,
      folder,
      environment: process.env,
      onLine: (line, stream) => lines.push(`${stream}: ${line}`),
      ...more,
    });
  const run = async (command: ProgramCommand, more: Partial<ProgramStart> = {}): Promise<Program> => {
    const started = await start(command, more);
    assert.ok(started.ok, JSON.stringify(started));
    return started.program;
  };
  const runNode = (code: string, ...args: string[]): Promise<Program> =>
    run([process.execPath, '-e', code, ...args]);

  before(() => witness.listen());
  after(() => witness.close());

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-programs-')));
    programs = new Programs();
    lines = [];
  });

  afterEach(() => {
    programs.killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets its arguments as they are, its folder and its environment', async () => {
    const args = ['a b', '"', "'", '$HOME', '', '*', '\\', '-x'];
    const code = 'console.log(JSON.stringify([process.argv.slice(1), process.cwd(), process.env.OWN]))';
    const program = await run([process.execPath, '-e', code, '--', ...args], {
      environment: { ...process.env, OWN: 'äöü' },
    });
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    assert.deepEqual(lines, [`stdout: ${JSON.stringify([args, folder, 'äöü'])}`]);
  });

  it('may be a line for the shell', async () => {
    const program = await run('echo one&& echo two 1>&2');
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    assert.deepEqual(lines.map((line) => line.trim()).sort(), ['stderr: two', 'stdout: one']);
  });

  it('gets an empty input, or one to write to', async () => {
    const echo = 'process.stdin.pipe(process.stdout)';
    assert.deepEqual(await (await runNode(echo)).ended, { code: 0, signal: null });
    assert.deepEqual(lines, []);
    const program = await run([process.execPath, '-e', echo], { hasInput: true });
    program.input?.end('hello');
    await program.ended;
    assert.deepEqual(lines, ['stdout: hello']);
  });

  it('ends with its exit code', async () => {
    assert.deepEqual(await (await runNode('process.exit(7)')).ended, { code: 7, signal: null });
  });

  it('has its last lines, of both streams', async () => {
    const program = await runNode('console.log("a"); process.exitCode = 1; throw new Error("broken")');
    await program.ended;
    assert.ok(program.lastLines.includes('a'));
    assert.ok(program.lastLines.includes('Error: broken'));
  });

  it('writes 64 MiB without a line break, and is not held up', async () => {
    const program = await runNode(
      'for (let i = 0; i < 64; i++) require("fs").writeSync(1, "x".repeat(2**20))',
    );
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    assert.equal(lines.length, 1);
    assert.ok(program.lastLines.join('').length <= 8192);
  });

  describe('that cannot be started', () => {
    for (const { what, command, reason } of [
      {
        what: 'a name that is not in PATH',
        command: ['queueside-no-such-command'],
        reason: 'commandNotFound',
      },
      { what: 'a file that does not exist', command: ['./nothing.sh'], reason: 'commandNotFound' },
      { what: 'a folder', command: ['./folder'], reason: 'commandNotFound' },
      { what: 'an empty name', command: [''], reason: 'commandNotFound' },
    ] as const) {
      it(`is reported: ${what}`, async () => {
        mkdirSync(join(folder, 'folder'));
        const started = await start(command);
        assert.ok(!started.ok);
        assert.equal(started.reason, reason);
        assert.ok(describeStartFailure(started).includes(command[0]));
      });
    }

    it('is reported: a file that is not executable', async function () {
      if (IS_WINDOWS) this.skip();
      const file = join(folder, 'worker.sh');
      writeFileSync(file, '#!/bin/sh\necho works\n', { mode: 0o644 });
      const started = await start(['./worker.sh']);
      assert.ok(!started.ok);
      assert.equal(started.reason, 'commandNotFound');
      chmodSync(file, 0o755);
      await (await run(['./worker.sh'])).ended;
      assert.deepEqual(lines, ['stdout: works']);
    });

    it('is reported: a folder whose path is too long to look at', async () => {
      const started = await start([process.execPath], { folder: join(folder, 'n'.repeat(300)) });
      assert.equal(started.ok ? undefined : started.reason, 'folderNotFound');
    });

    it('is reported: a folder that does not exist', async () => {
      const started = await start([process.execPath], { folder: join(folder, 'nowhere') });
      assert.ok(!started.ok);
      assert.equal(started.reason, 'folderNotFound');
    });

    it('is reported: a command longer than the system allows', async () => {
      const started = await start([process.execPath, '-e', '0', 'x'.repeat(8 * 2 ** 20)]);
      assert.ok(!started.ok);
      assert.equal(started.reason, 'notStarted');
    });
  });

  describe('that is stopped', () => {
    before(function () {
      // There, no signal asks a program to end.
      if (IS_WINDOWS) this.skip();
    });

    it('gets SIGTERM and may finish', async () => {
      const program = await runNode(witness.write('process.on("SIGTERM",()=>process.exit(5))'));
      await witness.next();
      assert.deepEqual(await program.stop(60_000), { code: 5, signal: null });
    });

    it('is killed when it ignores that, after its grace period and not before', async () => {
      const schedule = new ManualSchedule();
      programs = new Programs(schedule.after);
      const program = await runNode(witness.write(`process.on("SIGTERM",()=>console.log("no"))`));
      await witness.next();
      const said = new Promise<void>((resolve) => {
        lines.push = (line) => {
          assert.equal(line, 'stdout: no');
          resolve();
          return 1;
        };
      });
      const ended = program.stop(30_000);
      await said;
      schedule.advance(29_999);
      process.kill(program.pid, 0);
      schedule.advance(1);
      assert.deepEqual(await ended, { code: null, signal: 'SIGKILL' });
    });

    it('ends with all that it started', async () => {
      const worker = join(folder, 'worker.js');
      writeFileSync(worker, witness.write(IGNORE_SIGTERM));
      const program = await run(`"${process.execPath}" worker.js & "${process.execPath}" worker.js; wait`);
      const processes = [await witness.next(), await witness.next()];
      program.kill();
      assert.equal((await program.ended).signal, 'SIGKILL');
      for (const { pid, ended } of processes) {
        await ended;
        await waitUntilGone(pid);
      }
    });
  });

  it('that leaves a process behind ends when that has ended, which is asked to', async function () {
    if (IS_WINDOWS) this.skip();
    writeFileSync(join(folder, 'worker.js'), witness.write());
    const program = await run(
      `"${process.execPath}" worker.js > output & echo begun; while ! [ -s go ]; do :; done`,
    );
    const { ended } = await witness.next();
    writeFileSync(join(folder, 'go'), 'go');
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    await ended;
  });
});
