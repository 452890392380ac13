import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The bundle that the package's commands run. */
export const PROGRAM = join('dist', 'broker.js');

/** What a program said, and how it ended; `code` is null when a signal ended it. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `queueside ...args` to its end. */
export async function runProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const outcome = { stdout: '', stderr: '' };
  child.stdout.on('data', (part: Buffer) => {
    outcome.stdout += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    outcome.stderr += part.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { ...outcome, code };
}
