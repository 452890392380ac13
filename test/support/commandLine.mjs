import { parseArgs } from 'node:util';
import { SetupFailure } from './setupFailure.mjs';

/**
 * `parseArgs` for people: what is wrong with the command line is a failure with a line to read, not an exception.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {T} config
 * @param {string} hint what to do about it
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readCommandLine(config, hint) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new SetupFailure(`${error instanceof Error ? error.message : String(error)}\n${hint}`, {
      cause: error,
    });
  }
}
