import { debug, type DebugSession } from 'vscode';
import { LastLines } from '../../broker/programs/lastLines.ts';
import { IS_WINDOWS } from '../../broker/programs/processGroup.ts';
import type { OrderedEnd, OrderedProgram } from '../../broker/programs/orderedPrograms.ts';
import type { DebugMessage } from '../debug/debugMessage.ts';
import { readProcessId } from '../debug/processIds.ts';
import { systemSchedule } from '../ground/schedule.ts';

const END_REQUESTS = new Set(['terminate', 'disconnect', 'restart']);

/** What a debug adapter says of its program's output and end. */
interface AdapterEvent extends DebugMessage {
  readonly body?: DebugMessage['body'] & {
    readonly category?: string;
    readonly output?: string;
    readonly exitCode?: number;
  };
}

export interface LaunchedProgramPorts {
  readonly onLine: (line: string) => void;
  /** Ends the process when the editor is killed, until what it returns is called. */
  readonly watch: (processId: number) => () => void;
  /** The user has ended the session, or restarts it. */
  readonly onUserEnd?: ((restarts: boolean) => void) | undefined;
}

/** A process that a launch configuration starts: a debug session, with or without a debugger. */
export class LaunchedProgram implements OrderedProgram {
  /** Not known before its adapter reports it. */
  readonly pid = undefined;
  readonly laterPid: Promise<number>;
  readonly ended: Promise<OrderedEnd>;
  readonly #ports: LaunchedProgramPorts;
  #unwatch: (() => void) | undefined;
  readonly #tail = new LastLines();
  #notePid: (processId: number) => void = () => undefined;
  #noteEnd: (end: OrderedEnd) => void = () => undefined;
  #processId: number | undefined;
  #session: DebugSession | undefined;
  #signal: string | null = null;
  #exitCode: number | null = null;
  #isEnded = false;
  /** It is to end, or has ended and its session has not. */
  #isEnding = false;
  #begun = '';
  #cancelKill: (() => void) | undefined;

  constructor(ports: LaunchedProgramPorts) {
    this.#ports = ports;
    this.laterPid = new Promise((resolve) => {
      this.#notePid = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#noteEnd = resolve;
    });
  }

  get lastLines(): readonly string[] {
    return this.#tail.list();
  }

  /** The session of the launch itself; those of what it starts are below it. */
  get session(): DebugSession | undefined {
    return this.#session;
  }

  setSession(session: DebugSession): void {
    this.#session = session;
  }

  /** @param processId of the first process of the launch */
  setProcess(processId: number): void {
    if (this.#processId !== undefined || this.#isEnded) return;
    this.#processId = processId;
    this.#unwatch = this.#ports.watch(processId);
    this.#notePid(processId);
  }

  observe(message: AdapterEvent): void {
    const processId = readProcessId(message);
    if (processId !== undefined) this.setProcess(processId);
    if (message.event === 'exited' || message.event === 'terminated') this.#isEnding = true;
    if (message.event === 'exited') this.#exitCode = message.body?.exitCode ?? null;
    if (message.event !== 'output') return;
    const { category = 'console', output = '' } = message.body ?? {};
    if (category !== 'telemetry') this.#print(output);
  }

  /** @param message that VS Code sends to the adapter of the launch itself */
  observeRequest({ type, command = '', arguments: args }: DebugMessage): void {
    // After its own end, and when it is to end, VS Code asks for it too.
    if (type !== 'request' || !END_REQUESTS.has(command) || this.#isEnding) return;
    this.#isEnding = true;
    this.#ports.onUserEnd?.(args?.restart === true || command === 'restart');
  }

  /** Nothing is frozen under a debugger. */
  freeze(): void {}

  thaw(): void {}

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancelKill?.();
    this.#unwatch?.();
    if (this.#begun !== '') this.#print('\n');
    this.#noteEnd({ code: this.#signal === null ? this.#exitCode : null, signal: this.#signal });
  }

  stop(graceMs?: number): void {
    this.#isEnding = true;
    if (graceMs !== undefined) this.#cancelKill ??= systemSchedule(graceMs, () => this.kill());
    // An adapter may end its program the hard way; a signal lets it finish.
    if (!this.#send('SIGTERM')) this.#stopDebugging();
  }

  kill(): void {
    this.#isEnding = true;
    this.#signal = 'SIGKILL';
    this.#send('SIGKILL');
    this.#stopDebugging();
  }

  #send(signal: 'SIGTERM' | 'SIGKILL'): boolean {
    if (this.#processId === undefined || this.#isEnded || IS_WINDOWS) return false;
    try {
      return process.kill(this.#processId, signal);
    } catch {
      // It has ended.
      return false;
    }
  }

  #stopDebugging(): void {
    if (this.#session !== undefined) void debug.stopDebugging(this.#session);
  }

  #print(output: string): void {
    const lines = `${this.#begun}${output}`.split(/\r?\n/);
    this.#begun = (lines.pop() ?? '').slice(-MAXIMUM_LINE_LENGTH);
    for (const line of lines) {
      const shown = line.slice(0, MAXIMUM_LINE_LENGTH);
      this.#tail.add(shown);
      this.#ports.onLine(shown);
    }
  }
}

/** Characters of a line that are kept. */
const MAXIMUM_LINE_LENGTH = 16_384;
