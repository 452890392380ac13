import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Schedule } from '../time/schedule.ts';
import { LastLines } from './lastLines.ts';
import { OutputLines } from './outputLines.ts';
import { IS_WINDOWS, isGroupAlive, signalGroup } from './processGroup.ts';
import type { ProgramEnd } from './programEnd.ts';

export type OutputStream = 'stdout' | 'stderr';

export interface ProgramPorts {
  readonly schedule: Schedule;
  readonly onLine: (line: string, stream: OutputStream) => void;
}

/** Time for what a program has left running, ms, until it is killed. */
const LEFTOVER_GRACE_MS = 5000;
/** How often it is looked whether a group has ended whose leader has, ms. */
const GROUP_CHECK_MS = 50;
/** How often that is done after SIGKILL: a process that no other process waits for counts as running forever. */
const CHECKS_AFTER_KILL = 20;
/** How long output is waited for after the end, ms: a process that left the group may keep it open. */
const OUTPUT_GRACE_MS = 500;

/** A program that runs, with all that it started in its process group. */
export class Program {
  readonly pid: number;
  /** Resolves when the program and its group have ended, and all output has been passed on. */
  readonly ended: Promise<ProgramEnd>;
  private readonly child: ChildProcess;
  private readonly ports: ProgramPorts;
  private readonly tail = new LastLines();
  private isStopping = false;
  private isKilled = false;
  private isFrozen = false;
  private isEnded = false;
  private cancelKill: (() => void) | undefined;

  /** @param child that has been spawned, as leader of a group */
  constructor(child: ChildProcess, ports: ProgramPorts) {
    this.child = child;
    this.ports = ports;
    this.pid = child.pid as number;
    const output = [this.read('stdout'), this.read('stderr')];
    this.ended = this.waitForEnd(Promise.all(output));
    // It may end before it has read.
    child.stdin?.on('error', () => undefined);
  }

  /** Its standard input, if it has one. */
  get input(): Writable | null {
    return this.child.stdin;
  }

  /** The last lines of both streams, the oldest first. */
  get lastLines(): readonly string[] {
    return this.tail.list();
  }

  /**
   * Asks the program to end, by SIGTERM to its group. On Windows, it is ended at once, because no signal can ask it.
   * @param graceMs after which it is killed; absent: whoever asks decides that
   */
  stop(graceMs?: number): Promise<ProgramEnd> {
    if (this.isEnded) return this.ended;
    if (graceMs !== undefined) this.cancelKill ??= this.ports.schedule(graceMs, () => this.kill());
    if (!this.isStopping) signalGroup(this.pid, 'SIGTERM');
    this.isStopping = true;
    // What is frozen cannot end by a signal that asks for it.
    this.thaw();
    return this.ended;
  }

  /** Keeps it from running until {@link thaw}; not on Windows. */
  freeze(): void {
    if (this.isEnded || IS_WINDOWS) return;
    this.isFrozen = true;
    signalGroup(this.pid, 'SIGSTOP');
  }

  /** Lets it run again, if it was frozen. */
  thaw(): void {
    if (this.isEnded || !this.isFrozen) return;
    this.isFrozen = false;
    signalGroup(this.pid, 'SIGCONT');
  }

  /** Ends it at once, by SIGKILL to its group. */
  kill(): void {
    if (this.isEnded) return;
    this.isKilled = true;
    signalGroup(this.pid, 'SIGKILL');
  }

  private read(stream: OutputStream): Promise<void> {
    const readable = this.child[stream] as Readable;
    const lines = new OutputLines((line) => {
      this.tail.add(line);
      this.ports.onLine(line, stream);
    });
    readable.on('data', (chunk: Buffer) => lines.add(chunk));
    // Of a stream that is destroyed, only `close` is reported.
    return new Promise((resolve) => {
      readable.once('close', () => {
        lines.end();
        resolve();
      });
      readable.on('error', () => undefined);
    });
  }

  private async waitForEnd(output: Promise<unknown>): Promise<ProgramEnd> {
    const end = await new Promise<ProgramEnd>((resolve) => {
      this.child.once('exit', (code, signal) => resolve({ code, signal } as ProgramEnd));
    });
    await this.endGroup();
    this.cancelKill?.();
    this.isEnded = true;
    const cancel = this.ports.schedule(OUTPUT_GRACE_MS, () => {
      this.child.stdout?.destroy();
      this.child.stderr?.destroy();
    });
    await output;
    cancel();
    return end;
  }

  /** The leader has ended: what it started is asked to end as well, unless it has been asked already. */
  private async endGroup(): Promise<void> {
    if (!isGroupAlive(this.pid)) return;
    if (!this.isStopping && !this.isKilled) void this.stop(LEFTOVER_GRACE_MS);
    for (let checksLeft = CHECKS_AFTER_KILL; checksLeft > 0 && isGroupAlive(this.pid); ) {
      await new Promise<void>((resolve) => {
        this.ports.schedule(GROUP_CHECK_MS, resolve);
      });
      if (this.isKilled) checksLeft -= 1;
    }
  }
}
