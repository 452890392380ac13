import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type Schedule, systemSchedule } from '../time/schedule.ts';
import { findExecutable, isBatchFile, isFolder, type ProgramCommand } from './command.ts';
import { GroupWatcher } from './groupWatcher.ts';
import { IS_WINDOWS } from './processGroup.ts';
import { Program, type ProgramPorts } from './program.ts';
import { refuseStart, type StartFailure } from './programEnd.ts';

export interface ProgramStart {
  readonly command: ProgramCommand;
  /** In which it runs; absolute. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether it gets a standard input to write to; otherwise its input is empty. */
  readonly hasInput?: boolean;
  /** Called for each line of its output. What writes it on must not keep it without a bound. */
  readonly onLine: ProgramPorts['onLine'];
}

export type StartedProgram = { readonly ok: true; readonly program: Program } | StartFailure;

/** The file descriptor on which a program waits for its start. */
const GATE = 3;

/**
 * Waits for a line before it becomes the program: until then, the group is not yet watched. If this process dies before,
 * the line never comes.
 */
const WAIT_FOR_GATE = `read -r _ <&${GATE} || exit; exec ${GATE}<&-; exec "$@"`;

/**
 * Starts programs: those of pools and load tests. Each one leads a process group, which ends with it, and which ends when
 * this process does, even by SIGKILL.
 */
export class Programs {
  private readonly schedule: Schedule;
  private readonly watcher = new GroupWatcher();
  private readonly running = new Set<Program>();

  constructor(schedule: Schedule = systemSchedule) {
    this.schedule = schedule;
  }

  /** Starts a program. What is wrong with the command or its folder is a value. */
  async start({ command, folder, environment, hasInput, onLine }: ProgramStart): Promise<StartedProgram> {
    if (!isFolder(folder)) return refuseStart('folderNotFound', folder);
    const [name] = typeof command === 'string' ? [undefined] : command;
    const file = name === undefined ? undefined : findExecutable(name, { folder, environment });
    if (name !== undefined && file === undefined) return refuseStart('commandNotFound', name);
    if (file !== undefined && isBatchFile(file)) return refuseStart('batchFile', file);
    try {
      const [program, ...args] = IS_WINDOWS ? listForWindows(command, file) : listForPosix(command);
      const child = spawn(program as string, args, {
        cwd: folder,
        env: environment,
        stdio: [
          hasInput === true ? 'pipe' : 'ignore',
          'pipe',
          'pipe',
          ...(IS_WINDOWS ? [] : ['pipe' as const]),
        ],
        ...(IS_WINDOWS ? { windowsHide: true, shell: typeof command === 'string' } : { detached: true }),
      });
      await once(child, 'spawn');
      const started = new Program(child, { schedule: this.schedule, onLine });
      this.keep(started);
      if (!IS_WINDOWS) await this.open(child, started);
      return { ok: true, program: started };
    } catch (error) {
      return refuseStart('notStarted', (error as Error).message);
    }
  }

  /**
   * Ends a process that another program has started, such as a debugger, when this process ends. On Windows, nothing does.
   * @returns to be called when it has ended: its id may soon be that of another one
   */
  watchOther(processId: number): () => void {
    if (IS_WINDOWS) return () => undefined;
    // Without a watcher, it is no worse off than without a pool.
    this.watcher.add(processId).catch(() => undefined);
    return () => this.watcher.remove(processId);
  }

  /** Kills all programs; for a process that ends. */
  killAll(): void {
    for (const program of this.running) program.kill();
  }

  private keep(program: Program): void {
    this.running.add(program);
    void program.ended.then(() => {
      this.running.delete(program);
      this.watcher.remove(-program.pid);
    });
  }

  private async open(child: ChildProcess, program: Program): Promise<void> {
    const gate = child.stdio[GATE] as Writable;
    gate.on('error', () => undefined);
    try {
      await this.watcher.add(-program.pid);
    } catch (error) {
      // Without its line, it ends.
      gate.destroy();
      throw error;
    }
    // Another program may have ended it meanwhile.
    if (!this.running.has(program)) this.watcher.remove(-program.pid);
    gate.end('\n');
  }
}

function listForPosix(command: ProgramCommand): readonly string[] {
  const args = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
  return ['/bin/sh', '-c', WAIT_FOR_GATE, 'sh', ...args];
}

function listForWindows(command: ProgramCommand, file: string | undefined): readonly string[] {
  return typeof command === 'string' || file === undefined
    ? [command as string]
    : [file, ...command.slice(1)];
}
