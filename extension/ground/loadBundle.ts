import { createRequire } from 'node:module';

/**
 * Loads a bundle that is apart from the extension's own because reading it costs time and few moments need it.
 * @param path absolute path of a file of dist/
 * @returns what its entry module exports
 */
export function loadBundle(path: string): unknown {
  return createRequire(path)(path);
}
