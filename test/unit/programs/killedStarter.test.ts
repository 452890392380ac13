import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { after, afterEach, before, describe, it } from 'mocha';
import { listProcesses } from '../../support/processList.mjs';
import { findProjectRoot } from '../../support/project.mjs';
import { waitUntilGone, Witness, type WitnessedProcess } from '../../support/witness.ts';

/** The watcher waits 3 s between SIGTERM and SIGKILL. */
const TIMEOUT_MS = 30_000;

describe('The programs of a process that is killed', () => {
  const witness = new Witness();
  let folder: string;
  let starter: ChildProcess | undefined;

  before(async function () {
    // There, the system ends them.
    if (process.platform === 'win32') this.skip();
    await witness.listen();
    folder = mkdtempSync(join(tmpdir(), 'queueside-starter-'));
    buildSync({
      entryPoints: [join(findProjectRoot(), 'test', 'support', 'programStarter.ts')],
      outfile: join(folder, 'starter.cjs'),
      bundle: true,
      platform: 'node',
    });
    writeFileSync(join(folder, 'worker.js'), witness.write());
    writeFileSync(join(folder, 'stubborn.js'), witness.write('process.on("SIGTERM",()=>0)'));
  });

  after(() => {
    witness.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(() => {
    starter?.kill('SIGKILL');
  });

  async function startPrograms(...commands: string[]): Promise<readonly WitnessedProcess[]> {
    starter = spawn(process.execPath, ['starter.cjs', ...commands], { cwd: folder, stdio: 'ignore' });
    const processes: WitnessedProcess[] = [];
    // In their order: a process that starts another one has connected before.
    for (const _ of commands.join('&').split('&')) processes.push(await witness.next());
    return processes;
  }

  async function killStarter(): Promise<void> {
    const exited = once(starter as ChildProcess, 'exit');
    starter?.kill('SIGKILL');
    await exited;
  }

  async function assertGone(processes: readonly WitnessedProcess[]): Promise<void> {
    for (const { pid, ended } of processes) {
      await ended;
      await waitUntilGone(pid);
    }
  }

  it('end, with what they have started', async function () {
    this.timeout(TIMEOUT_MS);
    const node = `"${process.execPath}"`;
    const processes = await startPrograms(`${node} worker.js & ${node} worker.js`, `exec ${node} worker.js`);
    await killStarter();
    await assertGone(processes);
  });

  it('are killed when they ignore SIGTERM', async function () {
    this.timeout(TIMEOUT_MS);
    const processes = await startPrograms(`exec "${process.execPath}" stubborn.js`);
    await killStarter();
    await assertGone(processes);
  });

  it('end, even if another program has started them', async function () {
    this.timeout(TIMEOUT_MS);
    const node = `exec "${process.execPath}"`;
    const processes = await startPrograms(`other:${node} worker.js`, `other:${node} stubborn.js`);
    await killStarter();
    await assertGone(processes);
  });

  it('end, even if their watcher was killed before', async function () {
    this.timeout(TIMEOUT_MS);
    const processes = await startPrograms(`exec "${process.execPath}" worker.js`);
    const watcher = await findWatcher();
    process.kill(watcher, 'SIGKILL');
    await findWatcher(watcher);
    await killStarter();
    await assertGone(processes);
  });

  /** The watcher of the starter, once there is one: its only shell. */
  async function findWatcher(except?: number): Promise<number> {
    for (;;) {
      const found = listProcesses().find(
        ({ pid, parent, command }) =>
          parent === starter?.pid && pid !== except && command.startsWith('/bin/sh '),
      );
      if (found !== undefined) return found.pid;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
});
