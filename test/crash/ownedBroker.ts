import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FailedLine, ReadyLine } from '../../broker/protocol/broker.ts';
import { TOKEN } from '../support/testBroker.ts';

const PROGRAM = join('dist', 'broker.js');

export interface BrokerStart {
  /** What runs the broker, such as `unshare --net`; the program and its arguments come behind. */
  readonly wrapper?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
}

/** The broker as it ships, one of several that want the same data folder. */
export class OwnedBroker {
  readonly child: ChildProcess;
  /** Its first line; undefined when it ended without one. */
  readonly line: Promise<ReadyLine | FailedLine | undefined>;
  readonly exited: Promise<unknown>;

  constructor(folder: string, { wrapper = [], environment, args = [] }: BrokerStart = {}) {
    const own = [process.execPath, PROGRAM, '--port', '0', '--data', folder, ...args];
    const [command, ...rest] = [...wrapper, ...own] as [string, ...string[]];
    const env = { PATH: process.env.PATH, QUEUESIDE_TOKEN: TOKEN, ...environment };
    this.child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.exited = once(this.child, 'close');
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    this.line = new Promise((resolve) => {
      lines.once('line', (line) => resolve(JSON.parse(line) as ReadyLine | FailedLine));
      lines.once('close', () => resolve(undefined));
    });
  }

  /** Throws when it did not come to serve. */
  async ready(): Promise<ReadyLine> {
    const line = await this.line;
    if (line?.event !== 'ready') throw new Error(line?.message ?? 'The broker said nothing.');
    return line;
  }

  /** Throws when it serves. */
  async refusal(): Promise<FailedLine> {
    const line = await this.line;
    if (line?.event !== 'failed') throw new Error(`It was not refused: ${JSON.stringify(line)}`);
    return line;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
