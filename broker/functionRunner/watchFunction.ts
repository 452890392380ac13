import { resolve } from 'node:path';
import type { FunctionStartOrder } from './functionProgram.ts';
import { findRuntime } from './runtimes.ts';
import { CodeWatch, type CodeWatchPorts } from './watchCode.ts';

/**
 * Watches the code of a function, if its runtime loads it as it is: what is compiled changes many files, for a while.
 * @param folder from which the folder of a function is found if its order names none; absolute
 * @returns what ends that; undefined: it is not watched
 */
export function watchFunction(
  { definition, folder: own }: FunctionStartOrder,
  folder: string,
  ports: CodeWatchPorts,
): (() => void) | undefined {
  const { runtime, directory = '.', command } = definition;
  if (command !== undefined || findRuntime(runtime)?.isReloaded !== true) return undefined;
  const watch = new CodeWatch(resolve(own ?? folder, directory), ports);
  return () => watch.close();
}
