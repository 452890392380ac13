import { Programs } from '../../broker/programs/programs.ts';

/** A process that starts programs, to be killed by a test. Its arguments are command lines for the shell. */
async function startAll(commands: readonly string[]): Promise<void> {
  const programs = new Programs();
  for (const command of commands) {
    await programs.start({
      command,
      folder: process.cwd(),
      environment: process.env,
      onLine: () => undefined,
    });
  }
}

void startAll(process.argv.slice(2));
