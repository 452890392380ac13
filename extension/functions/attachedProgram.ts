import type { FunctionProcess } from '../../broker/functionRunner/functionRunner.ts';
import type { OrderedEnd } from '../../broker/programs/orderedPrograms.ts';
import type { Program } from '../../broker/programs/program.ts';
import type { LaunchedProgram } from '../processes/launchedProgram.ts';

/** A process of ours, and the debug session that is attached to it: each ends with the other. */
export class AttachedProgram implements FunctionProcess {
  readonly ended: Promise<OrderedEnd>;
  readonly #program: Program;
  readonly #session: LaunchedProgram;

  /** @param graceMs from SIGTERM to SIGKILL when the session has ended first */
  constructor(program: Program, session: LaunchedProgram, graceMs: number) {
    this.#program = program;
    this.#session = session;
    this.ended = program.ended;
    void program.ended.then(() => session.stop());
    void session.ended.then(() => program.stop(graceMs));
  }

  get pid(): number {
    return this.#program.pid;
  }

  get lastLines(): readonly string[] {
    return this.#program.lastLines;
  }

  /** Nothing is frozen under a debugger. */
  freeze(): void {}

  thaw(): void {}

  /** What a debugger has stopped cannot end by a signal that asks for it: the debugger leaves it. */
  stop(graceMs?: number): void {
    this.#session.stop();
    void this.#program.stop(graceMs);
  }

  kill(): void {
    this.#session.stop();
    this.#program.kill();
  }
}
