import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach } from 'mocha';
import { BrokerProcess } from './brokerProcess.ts';
import { type ControlClient, openClient } from './controlClient.ts';
import { startTestBroker, TOKEN } from './testBroker.ts';
import { waitUntilGone, Witness, type WitnessedProcess } from './witness.ts';

/** A shell in a folder of its own, beside a broker; each test gets a new one. */
export class Shell {
  readonly witness = new Witness();
  client!: ControlClient;
  control!: string;
  endpoint!: string;
  folder!: string;
  /** They are killed after the test. */
  readonly runners: BrokerProcess[] = [];

  async open(): Promise<void> {
    this.witness.forget();
    const { info } = await startTestBroker();
    this.control = info.control;
    this.endpoint = info.endpoint;
    this.client = await openClient(info.control);
    this.folder = mkdtempSync(join(tmpdir(), 'queueside-shell-'));
  }

  async close(): Promise<void> {
    for (const { child, exit } of this.runners.splice(0)) {
      child.kill('SIGKILL');
      await exit;
    }
    await this.client.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs `queueside ...args` in the folder of the test, connected to its broker. */
  start(...args: string[]): BrokerProcess {
    const runner = new BrokerProcess(
      [...args, '--control', this.control],
      { ...process.env, QUEUESIDE_TOKEN: TOKEN },
      this.folder,
    );
    this.runners.push(runner);
    return runner;
  }

  async assertGone(processes: readonly WitnessedProcess[]): Promise<void> {
    for (const { pid, ended } of processes) {
      await ended;
      await waitUntilGone(pid);
    }
  }
}

/** Gives each test of a suite a shell. */
export function useShell<S extends Shell>(shell: S): S {
  before(async function () {
    // There, no signal asks a program to end.
    if (process.platform === 'win32') this.skip();
    await shell.witness.listen();
  });
  after(() => shell.witness.close());
  beforeEach(() => shell.open());
  afterEach(() => shell.close());
  return shell;
}
