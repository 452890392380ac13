import { writeFileSync } from 'node:fs';
import { findOnPath, installSystemPackages, runProgram } from './process.mjs';

/** The wall clock of processes that are started with {@link environment}; their monotonic clock is the machine's. */
export class FakeWallClock {
  readonly environment: NodeJS.ProcessEnv;
  private readonly file: string;

  /** @param file says how the wall clock goes; read at each look at it */
  constructor(library: string, file: string) {
    this.file = file;
    this.environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    this.set(0);
  }

  /** Sets it so far ahead of the machine's, for processes that run already too. */
  set(aheadSeconds: number): void {
    writeFileSync(this.file, `${aheadSeconds < 0 ? '' : '+'}${aheadSeconds}\n`);
  }
}

/** The library of the Debian package faketime, which is installed when it is missing. Throws when it cannot be had. */
export async function findFakeTime(): Promise<string> {
  if (findOnPath('faketime') === undefined) await installSystemPackages('faketime');
  const { code, output } = await runProgram('faketime', ['-f', '+0', 'printenv', 'LD_PRELOAD']);
  if (code !== 0) throw new Error(`These tests need faketime: install the package of that name.\n${output}`);
  return output.trim();
}
