import { type DebugConfiguration, type DebugSession, l10n } from 'vscode';
import type { FunctionLaunch, FunctionStartOrder } from '../../broker/functionRunner/functionProgram.ts';
import type { FunctionProcess } from '../../broker/functionRunner/functionRunner.ts';
import type { OrderChannel } from '../../broker/programs/orderChannel.ts';
import type { OrderedStart } from '../../broker/programs/orderedPrograms.ts';
import type { Programs } from '../../broker/programs/programs.ts';
import {
  reportFunctionCodeChanged,
  reportFunctionDebugger,
  stopFunction,
} from '../../broker/protocol/functions.ts';
import { addEnvironment } from '../launch/environment.ts';
import { putEnvironment } from '../launch/injection.ts';
import type { DebugPrograms } from '../processes/debugPrograms.ts';
import { findFolder } from '../processes/findFolder.ts';
import type { LaunchedProgram } from '../processes/launchedProgram.ts';
import { AttachedProgram } from './attachedProgram.ts';
import type { AttachWay, LaunchWay } from './debuggers.ts';
import { describeDebugger, findDebugger, findDebugType } from './findDebugger.ts';

/** From SIGTERM to SIGKILL of a process whose debugger has left it. */
const GRACE_MS = 2000;

export interface FunctionLaunchesPorts {
  readonly debugged: DebugPrograms;
  /** Loads what starts programs. */
  readonly loadPrograms: () => Programs;
  readonly channel: OrderChannel;
  /** The folder of our own loops, absolute. */
  readonly loops: string;
  readonly log: { warn(message: string): void };
}

/** An environment whose debug session is open. */
export interface DebuggedEnvironment {
  readonly number: number;
  readonly session: DebugSession;
}

/** Starts the environments of functions under their debuggers. */
export class FunctionLaunches {
  readonly #ports: FunctionLaunchesPorts;
  /** Those whose sessions are open, by the name of their function and the number of the environment. */
  readonly #open = new Map<string, Map<number, LaunchedProgram>>();

  constructor(ports: FunctionLaunchesPorts) {
    this.#ports = ports;
  }

  get loops(): string {
    return this.#ports.loops;
  }

  /** The environments of a function whose debug sessions are open, whatever else these are named. */
  listDebugged(name: string): readonly DebuggedEnvironment[] {
    return [...(this.#open.get(name) ?? [])].flatMap(([number, { session }]) =>
      session === undefined ? [] : [{ number, session }],
    );
  }

  /** Starts an environment as a debug session. */
  async start(
    order: FunctionStartOrder,
    launch: FunctionLaunch,
    onLine: (line: string) => void,
  ): Promise<OrderedStart<FunctionProcess>> {
    const found = findDebugger(order.definition, launch.folder);
    const type = found === undefined ? undefined : findDebugType(found);
    if (found === undefined || type === undefined)
      return { ok: false, failure: l10n.t('No debugger for {0} is installed.', order.environmentName) };
    // Before its process asks for an event: that has the deadline of a debugged one, and the start no limit.
    await this.#report(order, false);
    const { way } = found;
    return way.request === 'launch'
      ? this.#launch(order, launch, { type, way, onLine })
      : this.#attach(order, launch, { type, way, onLine });
  }

  async #launch(
    order: FunctionStartOrder,
    launch: FunctionLaunch,
    { type, way, onLine }: Start<LaunchWay>,
  ): Promise<OrderedStart<FunctionProcess>> {
    const { loops } = this.#ports;
    const described = describeDebugger(way, launch, { type, name: order.environmentName, loops });
    const configuration = putEnvironment(described, launch.environment, Object.keys(process.env));
    const program = await this.#openSession(order, configuration, onLine);
    return program === undefined ? refuseSession(order) : { ok: true, program };
  }

  async #attach(
    order: FunctionStartOrder,
    launch: FunctionLaunch,
    { type, way, onLine }: Start<AttachWay>,
  ): Promise<OrderedStart<FunctionProcess>> {
    const started = await way.start(launch, { programs: this.#ports.loadPrograms(), onLine });
    if (!started.ok) return started;
    const { program, port } = started;
    // Its end says more than that no debugger could attach.
    if (port === undefined) return { ok: true, program };
    const described = { ...way.describe(port), type, name: order.environmentName, request: 'attach' };
    // By this variable, the session is known to be that of the process.
    const { accessKeyId: AWS_ACCESS_KEY_ID } = order.credential;
    const session = await this.#openSession(order, addEnvironment(described, { AWS_ACCESS_KEY_ID }), onLine);
    if (session !== undefined) return { ok: true, program: new AttachedProgram(program, session, GRACE_MS) };
    program.kill();
    await program.ended;
    return refuseSession(order);
  }

  /** @returns undefined if VS Code does not start it */
  async #openSession(
    order: FunctionStartOrder,
    configuration: DebugConfiguration,
    onLine: (line: string) => void,
  ): Promise<LaunchedProgram | undefined> {
    const { name, environment, credential, folder } = order;
    const program = await this.#ports.debugged.start({
      place: findFolder(folder),
      configuration,
      accessKeyId: credential.accessKeyId,
      noDebug: false,
      onLine,
      onPaused: (isPaused) => void this.#report(order, isPaused),
      onUserEnd: (restarts) => void this.#noteUserEnd(name, environment, restarts),
    });
    if (program === undefined) return undefined;
    const open = this.#open.get(name) ?? new Map<number, LaunchedProgram>();
    this.#open.set(name, open.set(environment, program));
    void program.ended.then(() => open.delete(environment));
    return program;
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
    const others = [...(this.#open.get(name)?.keys() ?? [])].filter((each) => each !== environment);
    try {
      if (restarts) await channel.request(reportFunctionCodeChanged, { name });
      else if (others.length === 0) await channel.request(stopFunction, { name });
    } catch (error) {
      log.warn(`The broker does not know that a debug session was ended: ${String(error)}`);
    }
  }
}

interface Start<W> {
  readonly type: string;
  readonly way: W;
  readonly onLine: (line: string) => void;
}

function refuseSession({ environmentName }: FunctionStartOrder): OrderedStart<FunctionProcess> {
  return { ok: false, failure: l10n.t('The debugger could not start {0}.', environmentName) };
}
