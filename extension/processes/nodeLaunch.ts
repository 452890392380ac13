import type { DebugConfiguration } from 'vscode';

/**
 * What a launch configuration would say of a command of Node.js.
 * @param command the program, such as `node`, and its arguments
 * @param folder in which it runs; absolute
 * @param skipped files in which the debugger does not stop, beside those of Node.js: globs
 */
export function describeNodeLaunch(
  [program, ...args]: readonly [program: string, ...args: string[]],
  folder: string | undefined,
  skipped: readonly string[] = [],
): DebugConfiguration {
  return {
    type: 'node',
    request: 'launch',
    name: 'node',
    runtimeExecutable: program,
    runtimeArgs: args,
    ...(folder === undefined ? {} : { cwd: folder }),
    console: 'internalConsole',
    // As it prints without a debugger.
    outputCapture: 'std',
    skipFiles: ['<node_internals>/**', ...skipped],
  };
}
