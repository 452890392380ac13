import type { DebugSession } from 'vscode';
import type { FunctionLaunch } from '../../../broker/functionRunner/functionProgram.ts';
import { Programs } from '../../../broker/programs/programs.ts';
import type { FunctionInfo } from '../../../broker/protocol/functions.ts';
import { type ConnectionWorld, createConnectionWorld } from '../connections/connectionWorld.ts';
import { orderEnvironment } from './functionSamples.ts';

/** A folder of loops that does not exist. */
export const LOOPS = '/extension/dist/runtimes';

/** A session of the debugger that has no programs. */
export type OpenedSession = ReturnType<DebuggedFunctions['openSession']>;

/** Environments of a function under a debugger that has no programs: the test says what becomes of its sessions. */
export class DebuggedFunctions {
  readonly world: ConnectionWorld;
  /** What the environments have printed. */
  readonly lines: string[] = [];
  private readonly info: FunctionInfo;
  private readonly launch: FunctionLaunch;
  private readonly paused = new Set<string>();
  private firePaused: () => void = () => undefined;
  private readonly programs: InstanceType<ConnectionWorld['code']['DebugPrograms']>;
  private readonly launches: InstanceType<ConnectionWorld['code']['FunctionLaunches']>;

  private constructor(world: ConnectionWorld, info: FunctionInfo, launch: FunctionLaunch) {
    this.world = world;
    this.info = info;
    this.launch = launch;
    this.programs = new world.code.DebugPrograms({
      onDidChangePaused: (listener) => {
        this.firePaused = () => listener();
        return { dispose: () => undefined };
      },
      isPaused: (program) => this.paused.has(program),
      consumers: { add: () => Promise.resolve() },
      watchProcess: () => () => undefined,
      log: { warn: () => undefined },
    });
    this.launches = new world.code.FunctionLaunches({
      debugged: this.programs,
      loadPrograms: () => new Programs(),
      channel: world.session as never,
      loops: LOOPS,
      log: { warn: () => undefined },
    });
  }

  static async create(info: FunctionInfo, launch: FunctionLaunch): Promise<DebuggedFunctions> {
    const world = await createConnectionWorld();
    world.debug.started.length = 0;
    world.debug.stopped.length = 0;
    world.debug.starts = true;
    for (const name of ['reportDebugger', 'reportCodeChanged'])
      world.session.answer(`function/${name}`, null);
    world.session.answer('function/stop', { functions: [] });
    return new DebuggedFunctions(world, info, launch);
  }

  start(number = 1) {
    const order = orderEnvironment(this.info, number);
    // As planLaunch has them among the variables.
    const { accessKeyId: AWS_ACCESS_KEY_ID } = order.credential;
    const launch = { ...this.launch, environment: { ...this.launch.environment, AWS_ACCESS_KEY_ID } };
    return this.launches.start(order, launch, (line) => this.lines.push(line));
  }

  /** @param isPaused whether the debugger has stopped an environment */
  setPaused(number: number, isPaused: boolean): void {
    const { accessKeyId } = orderEnvironment(this.info, number).credential;
    if (isPaused) this.paused.add(accessKeyId);
    else this.paused.delete(accessKeyId);
    this.firePaused();
  }

  /** The session that VS Code makes of what was started last, and what its adapter and VS Code send. */
  openSession() {
    const { debug } = this.world;
    const { configuration } = debug.started.at(-1) ?? {};
    const session = {
      id: `session ${debug.started.length}`,
      type: 'node',
      configuration,
    } as unknown as DebugSession;
    debug.sessionStarted.fire(session);
    const tracker = this.programs.createDebugAdapterTracker(session);
    return {
      event: (event: string, body: object = {}) =>
        tracker?.onDidSendMessage?.({ type: 'event', event, body }),
      request: (command: string, args: object = {}) =>
        tracker?.onWillReceiveMessage?.({ type: 'request', command, arguments: args }),
      end: () => debug.sessionEnded.fire(session),
      get isToStop() {
        return debug.stopped.includes(session);
      },
    };
  }

  dispose(): void {
    this.programs.dispose();
  }
}
