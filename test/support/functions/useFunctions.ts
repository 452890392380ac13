import { FunctionProcess, type FunctionOptions } from './functionProcess.ts';

/** For a `describe`: what starts functions that end with their test. */
export function useFunctions(
  common: FunctionOptions,
): (options: FunctionOptions) => Promise<FunctionProcess> {
  const open: FunctionProcess[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((process) => process.close()));
  });
  return async (options) => {
    const process = await FunctionProcess.start({ ...common, ...options });
    open.push(process);
    return process;
  };
}
