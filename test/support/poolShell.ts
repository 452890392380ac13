import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach } from 'mocha';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import { listPools, type PoolInfo, poolsChanged, putPool } from '../../broker/protocol/pools.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import { BrokerProcess } from './brokerProcess.ts';
import { type ControlClient, openClient } from './controlClient.ts';
import { type Outcome, runProgram } from './runProgram.ts';
import { SqsProgram } from './sqsProgram.ts';
import { startTestBroker, TOKEN } from './testBroker.ts';
import { waitUntilGone, Witness, type WitnessedProcess } from './witness.ts';

export const NAME = 'image-workers';
export const QUEUE = 'images';
export const NODE = `"${process.execPath}"`;

/** A shell in a folder of its own, beside a broker with a queue; each test gets a new one. */
class PoolShell {
  readonly witness = new Witness();
  client!: ControlClient;
  control!: string;
  endpoint!: string;
  folder!: string;
  queue!: QueueSummary;
  /** They are killed after the test. */
  readonly runners: BrokerProcess[] = [];

  async open(): Promise<void> {
    const { info } = await startTestBroker();
    this.control = info.control;
    this.endpoint = info.endpoint;
    this.client = await openClient(info.control);
    this.queue = await this.client.request(createQueue, { name: QUEUE, attributes: {} });
    this.folder = mkdtempSync(join(tmpdir(), 'queueside-pool-'));
    this.writeWorker();
  }

  async close(): Promise<void> {
    for (const { child, exit } of this.runners.splice(0)) {
      child.kill('SIGKILL');
      await exit;
    }
    await this.client.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** `queueside pool run`, in the folder of the test. */
  run(...args: string[]): BrokerProcess {
    const runner = new BrokerProcess(
      ['pool', 'run', NAME, '--control', this.control, ...args],
      { ...process.env, QUEUESIDE_TOKEN: TOKEN },
      this.folder,
    );
    this.runners.push(runner);
    return runner;
  }

  call(...args: string[]): Promise<Outcome> {
    return runProgram(['pool', ...args, '--control', this.control], {
      ...process.env,
      QUEUESIDE_TOKEN: TOKEN,
    });
  }

  put(more: Partial<PoolDefinition> = {}): Promise<unknown> {
    return this.client.request(putPool, {
      name: NAME,
      queue: QUEUE,
      command: `exec ${NODE} worker.js`,
      desired: 1,
      policy: { type: 'manual' },
      ...more,
    });
  }

  writeWorker(code = ''): void {
    writeFileSync(join(this.folder, 'worker.js'), this.witness.write(code));
  }

  /** Resolves when the broker says this of the pool; asks after each change. */
  async poolIs(holds: (pool: PoolInfo) => boolean): Promise<PoolInfo> {
    for (;;) {
      const changed = this.client.waitFor(poolsChanged);
      const { pools } = await this.client.request(listPools, {});
      const pool = pools.find(({ definition }) => definition.name === NAME);
      if (pool !== undefined && holds(pool)) return pool;
      await changed;
    }
  }

  async send(...bodies: string[]): Promise<void> {
    const program = new SqsProgram(this.endpoint);
    for (const MessageBody of bodies)
      await program.call('SendMessage', { QueueUrl: this.queue.url, MessageBody });
    program.close();
  }

  async assertGone(processes: readonly WitnessedProcess[]): Promise<void> {
    for (const { pid, ended } of processes) {
      await ended;
      await waitUntilGone(pid);
    }
  }
}

/** Gives each test of a suite a {@link PoolShell}. */
export function usePoolShell(): PoolShell {
  const shell = new PoolShell();
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
