import { spawn } from 'node:child_process';
import { Programs } from '../../broker/programs/programs.ts';

/** Begins a program that this process starts in place of another one, such as a debugger. */
const OTHER = 'other:';

/** A process that starts programs, to be killed by a test. Its arguments are command lines for the shell. */
async function startAll(commands: readonly string[]): Promise<void> {
  const programs = new Programs();
  for (const command of commands) {
    if (command.startsWith(OTHER)) {
      const { pid } = spawn('/bin/sh', ['-c', command.slice(OTHER.length)], { stdio: 'ignore' });
      if (pid !== undefined) programs.watchOther(pid);
      continue;
    }
    await programs.start({
      command,
      folder: process.cwd(),
      environment: process.env,
      onLine: () => undefined,
    });
  }
}

void startAll(process.argv.slice(2));
