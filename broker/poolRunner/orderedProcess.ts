import type { PoolProgram, PoolStart } from './poolProgram.ts';

/** A process of a pool, from its order on: what is to be done with it may be ordered before it has been started. */
export class OrderedProcess {
  readonly started: Promise<PoolStart>;

  constructor(started: Promise<PoolStart>) {
    this.started = started;
  }

  /** SIGTERM. @param graceMs until SIGKILL; absent: the broker decides that */
  stop(graceMs?: number): void {
    this.withProgram((program) => void program.stop(graceMs));
  }

  /** SIGKILL. */
  kill(): void {
    this.withProgram((program) => program.kill());
  }

  private withProgram(use: (program: PoolProgram) => void): void {
    void this.started.then((started) => {
      if (started.ok) use(started.program);
    });
  }
}
