import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { ReadyLine } from '../../broker/protocol/broker.ts';

const PROGRAM = resolve('dist', 'broker.js');

/** A broker in a process of its own, and what it says. */
export class BrokerProcess {
  readonly child: ChildProcess;
  readonly exit: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  private stdout = '';
  private stderr = '';

  constructor(
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
    folder = process.cwd(),
    program = PROGRAM,
    executable = process.execPath,
  ) {
    this.child = spawn(executable, [program, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.exit = once(this.child, 'close').then(([code]) => ({
      code: code as number | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  /** Resolves when standard error has said this. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) await once(this.child.stderr as NodeJS.ReadableStream, 'data');
  }

  /** Resolves with what standard output has printed of this. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found !== null) return found;
      await once(this.child.stdout as NodeJS.ReadableStream, 'data');
    }
  }

  /** The line on standard output, once it is whole. */
  async line<T = ReadyLine>(): Promise<T> {
    while (!this.stdout.includes('\n')) await once(this.child.stdout as NodeJS.ReadableStream, 'data');
    return JSON.parse(this.stdout) as T;
  }
}
