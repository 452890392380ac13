import {
  debug,
  type DebugAdapterTracker,
  type DebugAdapterTrackerFactory,
  type DebugConfiguration,
  type DebugSession,
  type Disposable,
  type Event,
  type WorkspaceFolder,
} from 'vscode';
import type { DebugMessage } from '../debug/debugMessage.ts';
import { findProgram } from '../debug/hold.ts';
import { readNamedProcessId } from '../debug/processIds.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import { LaunchedProgram } from './launchedProgram.ts';

export interface DebugProgramsPorts {
  /** Fires when a program is paused or continues. */
  readonly onDidChangePaused: Event<void>;
  /** @param program its access key id */
  readonly isPaused: (program: string) => boolean;
  readonly consumers: Pick<ConsumerRegistry, 'add'>;
  /** Ends a process when the editor is killed, until what it returns is called. */
  readonly watchProcess: (processId: number) => () => void;
  readonly log: { warn(message: string): void };
}

/** A process that is to be started as a debug session. */
export interface DebugStart {
  readonly place: WorkspaceFolder | undefined;
  /** With the keys of the process among its variables. */
  readonly configuration: DebugConfiguration;
  /** Of the keys: it stands for the process. */
  readonly accessKeyId: string;
  /** Whether the debugger is left out. */
  readonly noDebug: boolean;
  readonly onLine: (line: string) => void;
  readonly onPaused: (isPaused: boolean) => void;
  /** The user has ended the session, or restarts it; the process ends. */
  readonly onUserEnd?: (restarts: boolean) => void;
}

/** As many as the broker lists of processes that ended, for ten pools. */
const MAXIMUM_OVER = 200;

/** A process that runs, and whether it was paused when that was last asked. */
interface Launch {
  readonly program: LaunchedProgram;
  readonly onPaused: DebugStart['onPaused'];
  isPaused: boolean;
}

/** Starts processes as debug sessions, and follows these. */
export class DebugPrograms implements DebugAdapterTrackerFactory, Disposable {
  readonly #ports: DebugProgramsPorts;
  /** By the access key id of the process. */
  readonly #launches = new Map<string, Launch>();
  /** Access key ids of processes that ended: a session that is started again with one of them is another program's. */
  readonly #over = new Set<string>();
  readonly #parts: readonly Disposable[];

  constructor(ports: DebugProgramsPorts) {
    this.#ports = ports;
    this.#parts = [
      debug.registerDebugAdapterTrackerFactory('*', this),
      debug.onDidStartDebugSession((session) => this.#noteStart(session)),
      debug.onDidTerminateDebugSession((session) => this.#noteEnd(session)),
      ports.onDidChangePaused(() => this.#reportPaused()),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** @returns undefined if VS Code does not start the session */
  async start(start: DebugStart): Promise<LaunchedProgram | undefined> {
    const { place, configuration, accessKeyId, noDebug, onLine, onPaused, onUserEnd } = start;
    const { consumers, watchProcess, log } = this.#ports;
    const program = new LaunchedProgram({ onLine, watch: watchProcess, onUserEnd });
    this.#launches.set(accessKeyId, { program, onPaused, isPaused: false });
    void program.ended.then(() => this.#forget(accessKeyId));
    // Its breakpoints hold its messages, as those of any launch.
    await consumers.add(accessKeyId, configuration.name, undefined, '').catch((error: unknown) => {
      log.warn(`The broker did not take the name of “${configuration.name}”: ${String(error)}`);
    });
    const isStarted = await debug.startDebugging(place, configuration, {
      noDebug,
      suppressDebugToolbar: noDebug,
      suppressDebugStatusbar: noDebug,
      suppressDebugView: true,
      suppressSaveBeforeStart: true,
    });
    if (isStarted) return program;
    program.end();
    return undefined;
  }

  createDebugAdapterTracker(session: DebugSession): DebugAdapterTracker | undefined {
    const program = this.#find(session)?.program;
    if (program === undefined) return undefined;
    const processId = readNamedProcessId(session);
    if (processId !== undefined) program.setProcess(processId);
    return {
      onDidSendMessage: (message: DebugMessage) => program.observe(message),
      onWillReceiveMessage: (message: DebugMessage) => {
        if (session.parentSession === undefined) program.observeRequest(message);
      },
    };
  }

  #forget(accessKeyId: string): void {
    this.#launches.delete(accessKeyId);
    this.#over.add(accessKeyId);
    const [oldest] = this.#over;
    if (this.#over.size > MAXIMUM_OVER && oldest !== undefined) this.#over.delete(oldest);
  }

  #find(session: DebugSession): Launch | undefined {
    return this.#launches.get(findProgram(session) ?? '');
  }

  #noteStart(session: DebugSession): void {
    if (session.parentSession !== undefined) return;
    this.#find(session)?.program.setSession(session);
    // The user has restarted it, and the broker has ordered another process.
    if (this.#over.has(findProgram(session) ?? '')) void debug.stopDebugging(session);
  }

  #noteEnd(session: DebugSession): void {
    if (session.parentSession === undefined) this.#find(session)?.program.end();
  }

  #reportPaused(): void {
    for (const [accessKeyId, launch] of this.#launches) {
      const isPaused = this.#ports.isPaused(accessKeyId);
      if (isPaused === launch.isPaused) continue;
      launch.isPaused = isPaused;
      launch.onPaused(isPaused);
    }
  }
}
