import { renameSync, writeFileSync } from 'node:fs';

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

  /** Sets it so far ahead of the machine's, for processes that run already too; in one step, as they read it all the time. */
  set(aheadSeconds: number): void {
    writeFileSync(`${this.file}.new`, `${aheadSeconds < 0 ? '' : '+'}${aheadSeconds}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}
