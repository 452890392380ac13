import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DebugConfiguration, extensions } from 'vscode';
import type { FunctionLaunch } from '../../broker/functionRunner/functionProgram.ts';
import { findExecutable } from '../../broker/programs/command.ts';
import { FUNCTION_DEFAULTS, type FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import type { FunctionInfo } from '../../broker/protocol/functions.ts';
import { describeNodeLaunch } from '../processes/nodeLaunch.ts';

/** A debug type, and the extension that brings it. */
interface DebugType {
  readonly type: string;
  readonly extension: string;
}

/** How environments of a language are started by a debugger. */
export interface FunctionDebugger {
  /** As users call it. */
  readonly language: string;
  readonly runtimes: RegExp;
  /** A file in the folder of the code that tells it from others of the same runtime. */
  readonly file?: string;
  /** The first one that is installed is used. */
  readonly types: readonly [DebugType, ...DebugType[]];
  /** What a launch configuration would say, without its name, type and variables. @param loops a glob of our own loops */
  describe(launch: PlainLaunch, loops: string): Readonly<Record<string, unknown>>;
}

/** A launch without a shell. */
interface PlainLaunch {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly folder: string;
}

/** VS Code always has this one. */
const BUILT_IN = 'node';

const LLDB: FunctionDebugger['types'] = [
  { type: 'lldb', extension: 'vadimcn.vscode-lldb' },
  { type: 'lldb-dap', extension: 'llvm-vs-code-extensions.lldb-dap' },
  { type: 'cppdbg', extension: 'ms-vscode.cpptools' },
];

const describeNative: FunctionDebugger['describe'] = ({ program, args, folder }) => ({
  program,
  args,
  cwd: folder,
  // Of the debugger for C++ alone.
  MIMode: process.platform === 'darwin' ? 'lldb' : 'gdb',
});

const DEBUGGERS: readonly FunctionDebugger[] = [
  {
    language: 'Node.js',
    runtimes: /^nodejs/,
    types: [{ type: BUILT_IN, extension: 'ms-vscode.js-debug' }],
    describe: ({ program, args, folder }, loops) => ({
      ...describeNodeLaunch([program, ...args], folder, [loops]),
      // Also outside the folder of the workspace; breakpoints in files that are built are found by these.
      outFiles: [`${toGlob(folder)}/**/*.(m|c|)js`, '!**/node_modules/**'],
      resolveSourceMapLocations: [`${toGlob(folder)}/**`, '!**/node_modules/**'],
    }),
  },
  {
    language: 'Python',
    runtimes: /^python/,
    types: [{ type: 'debugpy', extension: 'ms-python.debugpy' }],
    describe: ({ program, args, folder }, loops) => ({
      python: program,
      pythonArgs: args.slice(0, -1),
      program: args.at(-1),
      cwd: folder,
      console: 'internalConsole',
      rules: [{ path: loops, include: false }],
    }),
  },
  {
    language: '.NET',
    runtimes: /^dotnet/,
    types: [{ type: 'coreclr', extension: 'ms-dotnettools.csharp' }],
    describe: ({ program, args, folder }) => ({ program, args, cwd: folder, console: 'internalConsole' }),
  },
  {
    language: 'Go',
    runtimes: /^provided/,
    file: 'go.mod',
    types: [{ type: 'go', extension: 'golang.go' }],
    // It builds the program itself: what was built to be deployed is optimized.
    describe: ({ args, folder }) => ({ mode: 'debug', program: folder, args, cwd: folder }),
  },
  {
    language: 'Rust',
    runtimes: /^provided/,
    file: 'Cargo.toml',
    types: LLDB,
    describe: describeNative,
  },
  { language: 'C++', runtimes: /^provided/, types: LLDB, describe: describeNative },
];

/** Whether there is a debugger for its language. What a shell starts cannot be debugged. */
export function isDebuggable({ runtime, command }: FunctionDefinition): boolean {
  return command === undefined && DEBUGGERS.some(({ runtimes }) => runtimes.test(runtime));
}

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
 * What a launch configuration would say of an environment, without its variables.
 * @param loops the folder of our own loops, absolute
 */
export function describeDebugger(
  found: FunctionDebugger,
  { command, folder, environment }: FunctionLaunch,
  { type, name, loops }: { readonly type: string; readonly name: string; readonly loops: string },
): DebugConfiguration {
  const [program, ...args] = command as readonly [string, ...string[]];
  // Some debuggers look for it with the PATH of their own.
  const file = type === BUILT_IN ? program : (findExecutable(program, { folder, environment }) ?? program);
  const described = found.describe({ program: file, args, folder }, `${toGlob(loops)}/**`);
  return { ...described, type, name, request: 'launch' };
}

function listDebugTypes({ packageJSON }: { readonly packageJSON: unknown }): readonly string[] {
  const { contributes } = packageJSON as {
    readonly contributes?: { readonly debuggers?: readonly { readonly type?: string }[] };
  };
  return (contributes?.debuggers ?? []).map(({ type = '' }) => type);
}

/** On Windows, globs have slashes too. */
function toGlob(path: string): string {
  return path.replaceAll('\\', '/');
}
