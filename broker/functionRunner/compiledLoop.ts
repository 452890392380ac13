import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findExecutable } from '../programs/command.ts';
import type { Programs } from '../programs/programs.ts';
import { findJavaProgram, JAVA_LOOP } from './javaCommand.ts';

/** The oldest version of Java that a function may be run with. */
const RELEASE = '11';

/**
 * The classes of the loop for Java. The launcher of the JDK compiles it at each start, which takes longer than the function; here,
 * it is compiled once, beside the first starts. A runner has one; the folder is its own, which no other user can write to.
 */
export class CompiledLoop {
  private readonly programs: Programs;
  private readonly loops: string;
  private folder: string | undefined;
  private compiled: Promise<void> | undefined;
  private isReady = false;
  private isClosed = false;

  /** @param loops the folder of our own loops, absolute */
  constructor(programs: Programs, loops: string) {
    this.programs = programs;
    this.loops = loops;
  }

  /** Of the classes, absolute; undefined: they are not compiled yet, or cannot be. The first call begins to compile. */
  find(environment: NodeJS.ProcessEnv): string | undefined {
    void this.compile(environment);
    return this.isReady ? this.folder : undefined;
  }

  /** Resolves when the classes are there, or cannot be compiled. */
  compile(environment: NodeJS.ProcessEnv): Promise<void> {
    this.compiled ??= this.run(environment);
    return this.compiled;
  }

  /** Deletes the classes: no process can be started with them any more. */
  close(): void {
    this.isClosed = true;
    this.isReady = false;
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(environment: NodeJS.ProcessEnv): Promise<void> {
    const compiler = findJavaProgram('javac', environment);
    if (findExecutable(compiler, { folder: this.loops, environment }) === undefined) return;
    const folder = mkdtempSync(join(tmpdir(), 'queueside-loop-'));
    this.folder = folder;
    const started = await this.programs.start({
      command: [compiler, '--release', RELEASE, '-proc:none', '-d', folder, join(this.loops, JAVA_LOOP)],
      folder,
      environment,
      // What it would say, the launcher says too.
      onLine: () => undefined,
    });
    const end = started.ok ? await started.program.ended : undefined;
    if (this.isClosed) this.close();
    else this.isReady = end?.code === 0;
  }
}
