import { FUNCTION_RUNTIMES, type FunctionRuntime } from '../protocol/functionDefinition.ts';

/** A family of runtimes, and the version in the name of one. */
const FAMILY = /^(nodejs|python|java|dotnet)(?:core)?(\d+)?(?:\.(\d+))?/;
/** Without a version of its own; what builds for it runs on the newest one. */
const CUSTOM = /^(?:go1\.x|provided)$/;

/**
 * The runtime that runs here what was written for another one: itself, or else the next newer one of its family, or the newest.
 * Undefined: none does.
 */
export function findRuntime(given: string): FunctionRuntime | undefined {
  const own = FUNCTION_RUNTIMES.find((runtime) => runtime === given);
  if (own !== undefined) return own;
  if (CUSTOM.test(given)) return 'provided.al2023';
  const version = readVersion(given);
  if (version === undefined) return undefined;
  const family = FUNCTION_RUNTIMES.filter((runtime) => readVersion(runtime)?.family === version.family);
  const newer = family.find((runtime) => (readVersion(runtime)?.order ?? 0) >= version.order);
  return newer ?? family.at(-1);
}

function readVersion(runtime: string): { readonly family: string; readonly order: number } | undefined {
  const [, family, major = '0', minor = '0'] = FAMILY.exec(runtime) ?? [];
  return family === undefined ? undefined : { family, order: Number(major) * 1000 + Number(minor) };
}
