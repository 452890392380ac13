import { join } from 'node:path';
import { describeBootstrap } from './bootstrapCommand.ts';
import { describeDotnet } from './dotnetCommand.ts';
import { findPython } from './findPython.ts';
import type { FunctionCode, RuntimeCommand } from './functionCode.ts';
import { describeJava } from './javaCommand.ts';

/** How functions of a runtime are started. */
interface Runtime {
  /** Of the names of the service that it has. */
  readonly names: RegExp;
  /** What AWS_EXECUTION_ENV says; `provided` runtimes have none. */
  readonly hasExecutionEnvironment: boolean;
  /** Whether its environments are replaced when the code changes: what is compiled changes many files, for a while. */
  readonly isReloaded: boolean;
  describeCommand(code: FunctionCode): RuntimeCommand;
}

/** Shares of the memory size, as on Lambda: the rest is for what is not on the heap. */
const NODE_HEAP_PERCENT = 90;

const RUNTIMES: readonly Runtime[] = [
  {
    names: /^nodejs/,
    hasExecutionEnvironment: true,
    isReloaded: true,
    describeCommand: ({ memory, loops }) => {
      const heapMb = Math.floor((memory * NODE_HEAP_PERCENT) / 100);
      return run('node', `--max-old-space-size=${heapMb}`, join(loops, 'node.mjs'));
    },
  },
  {
    names: /^python/,
    hasExecutionEnvironment: true,
    isReloaded: true,
    describeCommand: (code) => run(findPython(code), '-u', join(code.loops, 'python.py')),
  },
  { names: /^java/, hasExecutionEnvironment: true, isReloaded: false, describeCommand: describeJava },
  { names: /^dotnet/, hasExecutionEnvironment: true, isReloaded: false, describeCommand: describeDotnet },
  {
    names: /^provided/,
    hasExecutionEnvironment: false,
    isReloaded: false,
    describeCommand: describeBootstrap,
  },
];

/** Undefined: the runtime cannot run here. */
export function findRuntime(name: string): Runtime | undefined {
  return RUNTIMES.find(({ names }) => names.test(name));
}

function run(...command: readonly [program: string, ...args: string[]]): RuntimeCommand {
  return { ok: true, command };
}
