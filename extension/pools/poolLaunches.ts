import { type DebugConfiguration, l10n, workspace, type WorkspaceFolder } from 'vscode';
import type { StartOrder } from '../../broker/poolRunner/poolProgram.ts';
import type { OrderedStart } from '../../broker/programs/orderedPrograms.ts';
import { reportPoolPaused } from '../../broker/protocol/pools.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { addEnvironment, readEnvironment } from '../launch/environment.ts';
import { putCredential } from '../launch/injection.ts';
import type { DebugPrograms } from '../processes/debugPrograms.ts';
import { findFolder } from '../processes/findFolder.ts';
import { describeNodeLaunch } from '../processes/nodeLaunch.ts';
import { readNodeCommand } from './nodeCommand.ts';
import type { RunMode } from './poolRunners.ts';

export interface PoolLaunchesPorts {
  readonly session: BrokerClient;
  readonly programs: DebugPrograms;
  /** The URL of a queue, for programs. */
  readonly findQueueUrl: (queueName: string) => string;
  readonly log: { warn(message: string): void };
}

interface LaunchNeeds {
  readonly place: WorkspaceFolder | undefined;
  readonly order: StartOrder;
  readonly mode: RunMode;
  readonly onLine: (line: string) => void;
}

/** Starts the processes of pools from launch configurations. */
export class PoolLaunches {
  readonly #ports: PoolLaunchesPorts;

  constructor(ports: PoolLaunchesPorts) {
    this.#ports = ports;
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
      return this.#start(describeNodeLaunch(['node', ...args], runsIn), { place, order, mode, onLine });
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
    const { credential, definition } = order;
    const program = await this.#ports.programs.start({
      place,
      configuration: this.#complete(configuration, order),
      accessKeyId: credential.accessKeyId,
      noDebug: mode === 'run',
      onLine,
      onPaused: (isPaused) => this.#reportPaused(order, isPaused),
    });
    if (program !== undefined) return { ok: true, program };
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

  #reportPaused({ name, process }: StartOrder, isPaused: boolean): void {
    const { session, log } = this.#ports;
    if (session.state.kind !== 'running') return;
    session.request(reportPoolPaused, { name, process, isPaused }).catch((error: unknown) => {
      log.warn(`The broker does not know that a process is paused: ${String(error)}`);
    });
  }
}

function refuse(failure: string): Promise<OrderedStart> {
  return Promise.resolve({ ok: false, failure });
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
