import { dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { findExecutable, isFolder } from '../programs/command.ts';
import type { Program, ProgramPorts } from '../programs/program.ts';
import type { Programs } from '../programs/programs.ts';
import { describeStartFailure } from '../programs/programTexts.ts';
import { FUNCTION_DEFAULTS } from '../protocol/functionDefinition.ts';
import type { FunctionOrderParams } from '../protocol/functionOrders.ts';
import { BOOTSTRAP } from './bootstrapCommand.ts';
import type { CompiledLoop } from './compiledLoop.ts';
import { createFunctionEnvironment, type FunctionEnvironmentOptions } from './functionEnvironment.ts';
import type { RuntimeCommand } from './functionCode.ts';
import { findRuntime } from './runtimes.ts';

export type FunctionStartOrder = Extract<FunctionOrderParams, { readonly order: 'start' }>;

/** Where a package has the loops: beside its programs. */
export const LOOPS = join(__dirname, 'runtimes');

export interface FunctionProgramPorts
  extends Pick<FunctionEnvironmentOptions, 'inherited' | 'broker' | 'trust'> {
  readonly programs: Programs;
  /** From which the folder of a function is found if its order names none; absolute. */
  readonly folder: string;
  /** The folder of our own loops, absolute: {@link LOOPS} outside the tests. */
  readonly loops: string;
  /** Whether what starts the program builds it first; the program need not exist. Absent: never. @param folder of the code, absolute */
  readonly isBuiltAtStart?: (folder: string) => boolean;
  /** Absent: the launcher of the JDK compiles the loop for Java at each start. */
  readonly compiledLoop?: Pick<CompiledLoop, 'find'>;
  /** Called for each line of its output. What writes it on must not keep it without a bound. */
  readonly onLine: ProgramPorts['onLine'];
}

/** A program that is about to be started, as a debugger needs it too. */
export interface FunctionLaunch {
  readonly command: Extract<RuntimeCommand, { readonly ok: true }>['command'];
  /** Absolute. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** `failure` is a sentence. */
export type PlannedLaunch = (FunctionLaunch & { readonly ok: true }) | LaunchFailure;
export type StartedFunction = { readonly ok: true; readonly program: Program } | LaunchFailure;
interface LaunchFailure {
  readonly ok: false;
  readonly failure: string;
}

/** Starts the process of an environment. What is wrong with its folder, runtime or program is a value. */
export async function startFunction(
  order: FunctionStartOrder,
  ports: FunctionProgramPorts,
): Promise<StartedFunction> {
  const launch = planLaunch(order, ports);
  return launch.ok ? startLaunch(launch, ports) : launch;
}

/** Starts what was planned. */
export async function startLaunch(
  launch: FunctionLaunch,
  { programs, onLine }: Pick<FunctionProgramPorts, 'programs' | 'onLine'>,
): Promise<StartedFunction> {
  const started = await programs.start({ ...launch, onLine });
  return started.ok ? started : { ok: false, failure: describeStartFailure(started) };
}

/** The command line, folder and variables of an environment's process. */
export function planLaunch(
  order: FunctionStartOrder,
  ports: Omit<FunctionProgramPorts, 'programs' | 'onLine'>,
): PlannedLaunch {
  const { definition, credential, runtimeApi, logStream } = order;
  const { loops } = ports;
  const { directory = FUNCTION_DEFAULTS.directory, handler = '', memory, runtime, command } = definition;
  const taskRoot = resolve(order.folder ?? ports.folder, directory);
  const folder = taskRoot.endsWith('.jar') ? dirname(taskRoot) : taskRoot;
  if (!isFolder(folder))
    return {
      ok: false,
      failure: describeStartFailure({ ok: false, reason: 'folderNotFound', subject: folder }),
    };
  const environment = createFunctionEnvironment({
    ...ports,
    definition,
    credential,
    runtimeApi,
    logStream,
    taskRoot: folder,
  });
  if (command !== undefined) return { ok: true, command, folder, environment };
  if (ports.isBuiltAtStart?.(folder) === true) return { ok: true, command: [BOOTSTRAP], folder, environment };
  const row = findRuntime(runtime);
  if (row === undefined)
    return { ok: false, failure: l10n.t('Functions of the runtime {0} cannot run here.', runtime) };
  const described = row.describeCommand({
    runtime,
    handler,
    directory: taskRoot,
    memory: memory ?? FUNCTION_DEFAULTS.memory,
    environment,
    loops,
    javaClasses: runtime.startsWith('java') ? ports.compiledLoop?.find(environment) : undefined,
  });
  if (!described.ok) return described;
  const [program] = described.command;
  if (typeof described.command !== 'string' && !findExecutable(program as string, { folder, environment }))
    return {
      ok: false,
      failure: l10n.t(
        'The runtime {0} needs the program {1}, which was not found. Install it, or add its folder to the PATH.',
        runtime,
        program as string,
      ),
    };
  return { ok: true, command: described.command, folder, environment };
}
