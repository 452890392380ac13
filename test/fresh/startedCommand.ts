import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { FreshCopy } from './freshCopy.ts';

/** How a command ended, and all that it printed. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
}

/** A command that runs in a fresh copy, in a process group of its own as a terminal would give it. */
export class StartedCommand {
  readonly #child;
  readonly #ended: Promise<unknown>;
  #output = '';

  constructor(copy: FreshCopy, args: readonly string[], env: NodeJS.ProcessEnv = copy.env) {
    this.#child = spawn('npm', args, {
      cwd: copy.folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.#ended = once(this.#child, 'close');
  }

  get output(): string {
    return this.#output;
  }

  /** Waits until the command has printed something. @throws with all that it printed when it ends before */
  async waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#output);
      if (found) return found;
      const isOver = await Promise.race([
        once(this.#child.stdout, 'data').then(() => false),
        this.#ended.then(() => true),
      ]);
      if (isOver && !pattern.test(this.#output))
        throw new Error(`It ended before it printed ${pattern}:\n${this.#output}`);
    }
  }

  async waitForEnd(): Promise<Ending> {
    await this.#ended;
    return { code: this.#child.exitCode, output: this.#output };
  }

  /** Presses Ctrl+C in its terminal, and waits for its end; nothing happens when it has ended before. */
  async interrupt(): Promise<Ending> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
    return this.waitForEnd();
  }
}

/** The processes of this machine whose command line names a folder. */
export function listProcessesOf(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(folder));
}
