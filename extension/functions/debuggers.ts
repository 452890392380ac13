import { JAVA_LOOP_PACKAGE } from '../../broker/functionRunner/javaCommand.ts';
import { startJavaDebuggee } from '../../broker/functionRunner/javaDebuggee.ts';
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
  /** How it gets the process. */
  readonly way: LaunchWay | AttachWay;
}

/** The debugger starts the process. */
export interface LaunchWay {
  readonly request: 'launch';
  /** Whether it builds the program first. */
  readonly builds?: true;
  /** What a launch configuration would say, without its name, type and variables. @param loops a glob of our own loops */
  describe(launch: PlainLaunch, loops: string): Readonly<Record<string, unknown>>;
}

/** We start the process, which waits until the debugger has attached to its port. */
export interface AttachWay {
  readonly request: 'attach';
  readonly builds?: never;
  readonly start: typeof startJavaDebuggee;
  /** What a launch configuration would say, without its name and type. @param port on this machine */
  describe(port: number): Readonly<Record<string, unknown>>;
}

/** A launch without a shell. */
interface PlainLaunch {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly folder: string;
}

/** VS Code always has this one. */
export const BUILT_IN = 'node';

const LLDB: FunctionDebugger['types'] = [
  { type: 'lldb', extension: 'vadimcn.vscode-lldb' },
  { type: 'lldb-dap', extension: 'llvm-vs-code-extensions.lldb-dap' },
  { type: 'cppdbg', extension: 'ms-vscode.cpptools' },
];

const NATIVE = launchBy(({ program, args, folder }) => ({
  program,
  args,
  cwd: folder,
  // Of the debugger for C++ alone.
  MIMode: process.platform === 'darwin' ? 'lldb' : 'gdb',
}));

export const DEBUGGERS: readonly FunctionDebugger[] = [
  {
    language: 'Node.js',
    runtimes: /^nodejs/,
    types: [{ type: BUILT_IN, extension: 'ms-vscode.js-debug' }],
    way: launchBy(({ program, args, folder }, loops) => ({
      ...describeNodeLaunch([program, ...args], folder, [loops]),
      // Also outside the folder of the workspace; breakpoints in files that are built are found by these.
      outFiles: [`${toGlob(folder)}/**/*.(m|c|)js`, '!**/node_modules/**'],
      resolveSourceMapLocations: [`${toGlob(folder)}/**`, '!**/node_modules/**'],
    })),
  },
  {
    language: 'Python',
    runtimes: /^python/,
    types: [{ type: 'debugpy', extension: 'ms-python.debugpy' }],
    way: launchBy(({ program, args, folder }, loops) => ({
      python: program,
      pythonArgs: args.slice(0, -1),
      program: args.at(-1),
      cwd: folder,
      console: 'internalConsole',
      rules: [{ path: loops, include: false }],
    })),
  },
  {
    language: 'Java',
    runtimes: /^java/,
    types: [{ type: 'java', extension: 'vscjava.vscode-java-debug' }],
    // Its debugger starts only programs of a project that it knows.
    way: {
      request: 'attach',
      start: startJavaDebuggee,
      describe: (port) => ({
        hostName: '127.0.0.1',
        port,
        stepFilters: { skipClasses: ['$JDK', `${JAVA_LOOP_PACKAGE}.*`] },
      }),
    },
  },
  {
    language: '.NET',
    runtimes: /^dotnet/,
    types: [{ type: 'coreclr', extension: 'ms-dotnettools.csharp' }],
    way: launchBy(({ program, args, folder }) => ({
      program,
      args,
      cwd: folder,
      console: 'internalConsole',
    })),
  },
  {
    language: 'Go',
    runtimes: /^provided/,
    file: 'go.mod',
    types: [{ type: 'go', extension: 'golang.go' }],
    // It builds the program itself: what was built to be deployed is optimized.
    way: {
      ...launchBy(({ args, folder }) => ({ mode: 'debug', program: folder, args, cwd: folder })),
      builds: true,
    },
  },
  {
    language: 'Rust',
    runtimes: /^provided/,
    file: 'Cargo.toml',
    types: LLDB,
    way: NATIVE,
  },
  { language: 'C++', runtimes: /^provided/, types: LLDB, way: NATIVE },
];

function launchBy(describe: LaunchWay['describe']): LaunchWay {
  return { request: 'launch', describe };
}

/** On Windows, globs have slashes too. */
export function toGlob(path: string): string {
  return path.replaceAll('\\', '/');
}
