import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DebugConfiguration, extensions } from 'vscode';
import type { FunctionLaunch } from '../../broker/functionRunner/functionProgram.ts';
import { findExecutable } from '../../broker/programs/command.ts';
import { FUNCTION_DEFAULTS, type FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import type { FunctionInfo } from '../../broker/protocol/functions.ts';
import { BUILT_IN, DEBUGGERS, type FunctionDebugger, type LaunchWay, toGlob } from './debuggers.ts';

/** @param folder of its code, absolute */
export function findDebugger({ runtime }: FunctionDefinition, folder: string): FunctionDebugger | undefined {
  return DEBUGGERS.find(
    ({ runtimes, file }) => runtimes.test(runtime) && (file === undefined || existsSync(join(folder, file))),
  );
}

/** The folder of a function's code, absolute. @param otherwise from which it is found if no file declares the function */
export function findCodeFolder({ definition, folder }: FunctionInfo, otherwise: string): string {
  return resolve(folder ?? otherwise, definition.directory ?? FUNCTION_DEFAULTS.directory);
}

/** The first of its debug types that an extension of this window contributes. */
export function findDebugType({ types }: FunctionDebugger): string | undefined {
  const installed = new Set(extensions.all.flatMap(listDebugTypes));
  return types.find(({ type }) => type === BUILT_IN || installed.has(type))?.type;
}

/**
 * What a launch configuration would say of an environment that the debugger starts, without its variables.
 * @param loops the folder of our own loops, absolute
 */
export function describeDebugger(
  way: LaunchWay,
  { command, folder, environment }: FunctionLaunch,
  { type, name, loops }: { readonly type: string; readonly name: string; readonly loops: string },
): DebugConfiguration {
  const [program, ...args] = command as readonly [string, ...string[]];
  // Some debuggers look for it with the PATH of their own.
  const file = type === BUILT_IN ? program : (findExecutable(program, { folder, environment }) ?? program);
  const described = way.describe({ program: file, args, folder }, `${toGlob(loops)}/**`);
  return { ...described, type, name, request: 'launch' };
}

function listDebugTypes({ packageJSON }: { readonly packageJSON: unknown }): readonly string[] {
  const { contributes } = packageJSON as {
    readonly contributes?: { readonly debuggers?: readonly { readonly type?: string }[] };
  };
  return (contributes?.debuggers ?? []).map(({ type = '' }) => type);
}
