import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readCpuMs } from './cpuTime.ts';

export interface Ready {
  readonly endpoint: string;
  readonly control?: string;
  readonly pid: number;
}

/** What the broker is measured beside. */
export type Yardstick = 'bare' | 'plain';

/** A server under measurement: a child process that prints a ready line. */
export class ServerProcess {
  readonly endpoint: string;
  readonly control: string | undefined;
  readonly pid: number;
  /** ms from the spawn to the ready line. */
  readonly readyMs: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, ready: Ready, readyMs: number) {
    this.child = child;
    this.endpoint = ready.endpoint;
    this.control = ready.control;
    this.pid = child.pid as number;
    this.readyMs = readyMs;
  }

  /** Starts `node ...args`; throws with its standard error when it ends before it is ready. */
  static async start(
    args: readonly string[],
    environment: Record<string, string> = {},
  ): Promise<ServerProcess> {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let errors = '';
    child.stderr?.on('data', (part: Buffer) => {
      errors = (errors + part.toString()).slice(-4000);
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    for await (const line of lines) {
      const ready = JSON.parse(line) as Ready & { event: string };
      if (ready.event === 'ready') return new ServerProcess(child, ready, performance.now() - startedAt);
      throw new Error(line);
    }
    throw new Error(`${args.join(' ')} ended before it was ready: ${errors}`);
  }

  static broker(
    args: readonly string[] = [],
    environment: Record<string, string> = {},
  ): Promise<ServerProcess> {
    return ServerProcess.start(['dist/broker.js', '--port', '0', ...args], environment);
  }

  /** A server that only collects and answers, or one that does the work of a send as plainly as it can be written. */
  static yardstick(name: Yardstick): Promise<ServerProcess> {
    return ServerProcess.start([`test/bench/${name}Server.mjs`]);
  }

  /** Resident set, bytes. Linux only. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  /** CPU time used so far, ms; see {@link readCpuMs}. */
  cpuMs(): number {
    return readCpuMs(this.pid);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}
