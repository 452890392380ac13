import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import { listPools, type PoolInfo, poolsChanged, putPool } from '../../broker/protocol/pools.ts';
import { createQueue, type QueueSummary } from '../../broker/protocol/queue.ts';
import type { BrokerProcess } from './brokerProcess.ts';
import { type Outcome, runProgram } from './runProgram.ts';
import { Shell, useShell } from './shell.ts';
import { SqsProgram } from './sqsProgram.ts';
import { TOKEN } from './testBroker.ts';

export const NAME = 'image-workers';
export const QUEUE = 'images';
export const NODE = `"${process.execPath}"`;

/** A shell beside a broker with a queue, whose pool runs a small program. */
class PoolShell extends Shell {
  queue!: QueueSummary;

  override async open(): Promise<void> {
    await super.open();
    this.queue = await this.client.request(createQueue, { name: QUEUE, attributes: {} });
    this.writeWorker();
  }

  /** `queueside pool run`, in the folder of the test. */
  run(...args: string[]): BrokerProcess {
    return this.start('pool', 'run', NAME, ...args);
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
}

/** Gives each test of a suite a {@link PoolShell}. */
export function usePoolShell(): PoolShell {
  return useShell(new PoolShell());
}
