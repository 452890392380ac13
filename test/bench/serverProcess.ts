import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { readCpuMs } from './cpuTime.ts';

export interface Ready {
  readonly endpoint: string;
  /** Where it listens on several ports. */
  readonly endpoints?: readonly string[];
  readonly control?: string;
  readonly pid: number;
}

/** What the broker is measured beside. */
export type Yardstick = 'bare' | 'plain';

/** How long a server's event loop stood still at most, ms. */
export interface Stalls {
  readonly longestMs: number;
  readonly p99Ms: number;
  /** Longest pause for garbage collection, part of the above. */
  readonly longestCollectionMs: number;
}

/** How often a program without a ready line is asked whether it answers, ms. */
const POLL_MS = 5;

/** A server under measurement: a child process that prints a ready line. */
export class ServerProcess {
  readonly endpoint: string;
  readonly endpoints: readonly string[];
  readonly control: string | undefined;
  readonly pid: number;
  /** ms from the spawn to the ready line. */
  readonly readyMs: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, ready: Ready, readyMs: number) {
    this.child = child;
    this.endpoint = ready.endpoint;
    this.endpoints = ready.endpoints ?? [ready.endpoint];
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
      // A channel only for the probe: setting it up takes time and memory, which are measured too.
      stdio: args[0] === '--import' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
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

  /**
   * Starts a program that prints no ready line, and waits until its port answers.
   * @throws when it ends before
   */
  static async program(command: string, args: readonly string[], port: number): Promise<ServerProcess> {
    const startedAt = performance.now();
    const child = spawn(command, args, { stdio: 'ignore' });
    const endpoint = `http://127.0.0.1:${port}`;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`${command} ended before it was ready`);
      if (await answers(endpoint)) break;
      await setTimeout(POLL_MS);
    }
    return new ServerProcess(child, { endpoint, pid: child.pid as number }, performance.now() - startedAt);
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

  /** A broker that {@link measureStalls} can be asked of. */
  static probedBroker(args: readonly string[] = []): Promise<ServerProcess> {
    const probe = pathToFileURL(resolve('test/bench/stallProbe.mjs')).href;
    return ServerProcess.start(['--import', probe, 'dist/broker.js', '--port', '0', ...args]);
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

  /** Does some work and tells how long the server's event loop stood still meanwhile. */
  async measureStalls<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly stalls: Stalls }> {
    await this.askProbe('start');
    const result = await work();
    return { result, stalls: (await this.askProbe('stop')) as Stalls };
  }

  private async askProbe(request: 'start' | 'stop'): Promise<unknown> {
    const answered = once(this.child, 'message');
    this.child.send(request);
    const [answer] = await answered;
    return answer;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

/** Whether anything speaks HTTP there. */
async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { method: 'POST', body: 'Action=ListQueues&Version=2012-11-05' });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
