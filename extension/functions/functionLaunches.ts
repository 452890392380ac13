import { l10n } from 'vscode';
import type { FunctionLaunch, FunctionStartOrder } from '../../broker/functionRunner/functionProgram.ts';
import type { FunctionProcess } from '../../broker/functionRunner/functionRunner.ts';
import type { OrderChannel } from '../../broker/programs/orderChannel.ts';
import type { OrderedStart } from '../../broker/programs/orderedPrograms.ts';
import {
  reportFunctionCodeChanged,
  reportFunctionDebugger,
  stopFunction,
} from '../../broker/protocol/functions.ts';
import { putEnvironment } from '../launch/injection.ts';
import type { DebugPrograms } from '../processes/debugPrograms.ts';
import { findFolder } from '../processes/findFolder.ts';
import { describeDebugger, findDebugger, findDebugType } from './debuggers.ts';

export interface FunctionLaunchesPorts {
  readonly programs: DebugPrograms;
  readonly channel: OrderChannel;
  /** The folder of our own loops, absolute. */
  readonly loops: string;
  readonly log: { warn(message: string): void };
}

/** Starts the environments of functions under their debuggers. */
export class FunctionLaunches {
  readonly #ports: FunctionLaunchesPorts;
  /** Environments whose sessions are open, by the name of their function. */
  readonly #open = new Map<string, Set<number>>();

  constructor(ports: FunctionLaunchesPorts) {
    this.#ports = ports;
  }

  get loops(): string {
    return this.#ports.loops;
  }

  /** Starts an environment as a debug session. */
  async start(
    order: FunctionStartOrder,
    launch: FunctionLaunch,
    onLine: (line: string) => void,
  ): Promise<OrderedStart<FunctionProcess>> {
    const { programs, loops } = this.#ports;
    const { name, environment, environmentName, credential, folder } = order;
    const found = findDebugger(order.definition, launch.folder);
    const type = found === undefined ? undefined : findDebugType(found);
    if (found === undefined || type === undefined)
      return { ok: false, failure: l10n.t('No debugger for {0} is installed.', environmentName) };
    const described = describeDebugger(found, launch, { type, name: environmentName, loops });
    // Before its process asks for an event: that has the deadline of a debugged one, and the start no limit.
    await this.#report(order, false);
    const program = await programs.start({
      place: findFolder(folder),
      configuration: putEnvironment(described, launch.environment, Object.keys(process.env)),
      accessKeyId: credential.accessKeyId,
      noDebug: false,
      onLine,
      onPaused: (isPaused) => void this.#report(order, isPaused),
      onUserEnd: (restarts) => void this.#noteUserEnd(name, environment, restarts),
    });
    if (program === undefined)
      return { ok: false, failure: l10n.t('The debugger could not start {0}.', environmentName) };
    const open = this.#open.get(name) ?? new Set();
    this.#open.set(name, open.add(environment));
    void program.ended.then(() => open.delete(environment));
    return { ok: true, program };
  }

  async #report({ name, environment }: FunctionStartOrder, isPaused: boolean): Promise<void> {
    const { channel, log } = this.#ports;
    try {
      await channel.request(reportFunctionDebugger, { name, environment, isAttached: true, isPaused });
    } catch (error) {
      log.warn(`The broker does not know what the debugger does: ${String(error)}`);
    }
  }

  /** Whoever ends the last session does not want another one with the next message. */
  async #noteUserEnd(name: string, environment: number, restarts: boolean): Promise<void> {
    const { channel, log } = this.#ports;
    const others = [...(this.#open.get(name) ?? [])].filter((each) => each !== environment);
    try {
      if (restarts) await channel.request(reportFunctionCodeChanged, { name });
      else if (others.length === 0) await channel.request(stopFunction, { name });
    } catch (error) {
      log.warn(`The broker does not know that a debug session was ended: ${String(error)}`);
    }
  }
}
