import {
  debug,
  type DebugAdapterTracker,
  type DebugAdapterTrackerFactory,
  type DebugConfiguration,
  type DebugSession,
  type Disposable,
  l10n,
  Uri,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import type { StartOrder } from '../../broker/poolRunner/poolProgram.ts';
import type { OrderedStart } from '../../broker/programs/orderedPrograms.ts';
import { reportPoolPaused } from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { type BreakpointHolds, findProgram } from '../debug/hold.ts';
import { readNamedProcessId } from '../debug/processIds.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import { addEnvironment, readEnvironment } from '../launch/environment.ts';
import { putCredential } from '../launch/injection.ts';
import { LaunchedProgram } from '../processes/launchedProgram.ts';
import { describeNodeLaunch, readNodeCommand } from './nodeCommand.ts';
import type { RunMode } from './poolRunners.ts';

export interface PoolLaunchesPorts {
  readonly session: BrokerClient;
  readonly holds: Pick<BreakpointHolds, 'onDidChange' | 'isPaused'>;
  readonly consumers: Pick<ConsumerRegistry, 'add'>;
  /** The URL of a queue, for programs. */
  readonly findQueueUrl: (queueName: string) => string;
  /** Ends a process when the editor is killed, until what it returns is called. */
  readonly watchProcess: (processId: number) => () => void;
  readonly log: { warn(message: string): void };
}

/** As many as the broker lists of processes that ended, for ten pools. */
const MAXIMUM_OVER = 200;

/** A process that runs: whose it is, and whether the broker knows it as paused. */
interface Launch {
  readonly program: LaunchedProgram;
  readonly name: string;
  readonly process: number;
  isPaused: boolean;
}

interface LaunchNeeds {
  readonly place: WorkspaceFolder | undefined;
  readonly order: StartOrder;
  readonly mode: RunMode;
  readonly onLine: (line: string) => void;
}

/** Starts the processes of pools from launch configurations, and follows their debug sessions. */
export class PoolLaunches implements DebugAdapterTrackerFactory, Disposable {
  readonly #ports: PoolLaunchesPorts;
  /** By the access key id of the process. */
  readonly #launches = new Map<string, Launch>();
  /** Access key ids of processes that ended: a session that is started again with one of them is none of the pool. */
  readonly #over = new Set<string>();
  readonly #parts: readonly Disposable[];

  constructor(ports: PoolLaunchesPorts) {
    this.#ports = ports;
    this.#parts = [
      debug.registerDebugAdapterTrackerFactory('*', this),
      debug.onDidStartDebugSession((session) => this.#noteStart(session)),
      debug.onDidTerminateDebugSession((session) => this.#noteEnd(session)),
      ports.holds.onDidChange(() => this.#reportPaused()),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /**
   * Starts a process as a debug session. What is wrong with the launch configuration is a value.
   *
   * @returns undefined for a command that needs no debugger, or that the JavaScript debugger cannot start
   */
  start(order: StartOrder, mode: RunMode, onLine: (line: string) => void): Promise<OrderedStart> | undefined {
    const { folder, definition } = order;
    const { command, launch = '' } = definition;
    const args = mode === 'debug' ? readNodeCommand(command ?? '') : undefined;
    if (command !== undefined && args === undefined) return undefined;
    const place = findFolder(folder);
    if (args !== undefined) {
      const runsIn = folder ?? place?.uri.fsPath;
      return this.#start(describeNodeLaunch(args, runsIn), { place, order, mode, onLine });
    }
    const configuration = findConfiguration(place, launch);
    if (configuration === undefined) {
      return refuse(l10n.t('There is no launch configuration “{0}”. Add it to launch.json.', launch));
    }
    if (configuration.request !== 'launch') {
      return refuse(l10n.t('The configuration “{0}” attaches to a program, and starts none.', launch));
    }
    return this.#start(configuration, { place, order, mode, onLine });
  }

  async #start(
    configuration: DebugConfiguration,
    { place, order, mode, onLine }: LaunchNeeds,
  ): Promise<OrderedStart> {
    const { name, process, processName, credential, definition } = order;
    const { accessKeyId } = credential;
    const program = new LaunchedProgram(onLine, this.#ports.watchProcess);
    this.#launches.set(accessKeyId, { program, name, process, isPaused: false });
    void program.ended.then(() => this.#forget(accessKeyId));
    // Its breakpoints hold its messages, as those of any launch.
    await this.#ports.consumers.add(accessKeyId, processName, undefined, '').catch((error: unknown) => {
      this.#ports.log.warn(`The broker did not take the name of “${processName}”: ${String(error)}`);
    });
    const isRun = mode === 'run';
    const isStarted = await debug.startDebugging(place, this.#complete(configuration, order), {
      noDebug: isRun,
      suppressDebugToolbar: isRun,
      suppressDebugStatusbar: isRun,
      suppressDebugView: true,
      suppressSaveBeforeStart: true,
    });
    if (isStarted) return { ok: true, program };
    program.end();
    const { command, launch = '' } = definition;
    return refuse(
      command === undefined
        ? l10n.t('The launch configuration “{0}” could not be started.', launch)
        : l10n.t('The debugger could not start the command “{0}”.', command),
    );
  }

  /** Its name and what it signs with are its own, whatever the configuration says. */
  #complete(configuration: DebugConfiguration, order: StartOrder): DebugConfiguration {
    const { processName, credential, definition } = order;
    const queueUrl = this.#ports.findQueueUrl(definition.queue);
    const given = readEnvironment(configuration);
    return putCredential(
      addEnvironment({ ...configuration, name: processName }, { QUEUE_URL: queueUrl, ...given }),
      credential,
      Object.keys(process.env),
    );
  }

  createDebugAdapterTracker(session: DebugSession): DebugAdapterTracker | undefined {
    const launch = this.#find(session);
    if (launch === undefined) return undefined;
    const { program } = launch;
    const processId = readNamedProcessId(session);
    if (processId !== undefined) program.setProcess(processId);
    return { onDidSendMessage: (message) => program.observe(message) };
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
    const { session, holds } = this.#ports;
    for (const [key, launch] of this.#launches) {
      const isPaused = holds.isPaused(key);
      if (isPaused === launch.isPaused) continue;
      launch.isPaused = isPaused;
      const { name, process } = launch;
      if (session.state.kind !== 'running') continue;
      session.request(reportPoolPaused, { name, process, isPaused }).catch((error: unknown) => {
        this.#ports.log.warn(`The broker does not know that a process is paused: ${String(error)}`);
      });
    }
  }
}

function refuse(failure: string): Promise<OrderedStart> {
  return Promise.resolve({ ok: false, failure });
}

/** @param folder of the file that declares the pool; absolute */
function findFolder(folder: string | undefined): WorkspaceFolder | undefined {
  const found = folder === undefined ? undefined : workspace.getWorkspaceFolder(Uri.file(folder));
  return found ?? workspace.workspaceFolders?.[0];
}

function findConfiguration(
  folder: WorkspaceFolder | undefined,
  name: string,
): DebugConfiguration | undefined {
  const all = workspace
    .getConfiguration('launch', folder?.uri)
    .get<readonly DebugConfiguration[]>('configurations');
  return (all ?? []).find((each) => each.name === name);
}
