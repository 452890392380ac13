import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The folder of the project, looked up from the working directory: a bundled test has no `import.meta.url` to go by.
 * @returns {string} an absolute path
 */
export function findProjectRoot() {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package-lock.json')) && existsSync(join(folder, 'esbuild.mjs')))
      return folder;
    if (folder === dirname(folder)) throw new Error(`${process.cwd()} is not inside the project`);
  }
}

/**
 * Where what is fetched once is kept. QUEUESIDE_CACHE lets several clones share it.
 * @returns {string} an absolute path
 */
export function findCacheFolder() {
  const shared = process.env['QUEUESIDE_CACHE'];
  return shared ? resolve(shared) : join(findProjectRoot(), '.cache');
}

/** Where the sample workspace lies in the project. */
export function findSampleFolder() {
  return join(findProjectRoot(), 'extension', 'samples', 'watermark');
}
