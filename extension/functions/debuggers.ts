import type { DebugConfiguration } from 'vscode';
import type { FunctionLaunch, FunctionStartOrder } from '../../broker/functionRunner/functionProgram.ts';
import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import { putEnvironment } from '../launch/injection.ts';
import { describeNodeLaunch } from '../processes/nodeLaunch.ts';

/** Whether *Debug Function* can start its environments. */
export function isDebuggable({ runtime, command }: FunctionDefinition): boolean {
  return runtime.startsWith('nodejs') && command === undefined;
}

/** What a launch configuration would say of an environment. @param loops the folder of our own loops, absolute */
export function describeDebugger(
  { environmentName }: FunctionStartOrder,
  { command, folder, environment }: FunctionLaunch,
  loops: string,
): DebugConfiguration {
  const configuration = {
    ...describeNodeLaunch(command as readonly [string, ...string[]], folder, [`${toGlob(loops)}/**`]),
    // Also outside the folder of the workspace; breakpoints in files that are built are found by these.
    outFiles: [`${toGlob(folder)}/**/*.(m|c|)js`, '!**/node_modules/**'],
    resolveSourceMapLocations: [`${toGlob(folder)}/**`, '!**/node_modules/**'],
    name: environmentName,
  };
  return putEnvironment(configuration, environment, Object.keys(process.env));
}

/** On Windows, globs have slashes too. */
function toGlob(path: string): string {
  return path.replaceAll('\\', '/');
}
