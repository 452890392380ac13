import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallSystemPackages, installSystemPackages } from './process.mjs';

const LIBRARY = 'libfaketimeMT.so.1';

/**
 * Finds the library that gives a process a wall clock of its own, or gets it from the system's packages on Debian as root.
 * @returns {Promise<{ library: string } | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureFaketime() {
  const found = findLibrary();
  if (found) return { library: found };
  if (canInstallSystemPackages() && (await installSystemPackages('faketime'))) {
    const installed = findLibrary();
    if (installed) return { library: installed };
  }
  return { missing: 'faketime is missing: install it (apt-get install faketime) on Linux, then run again' };
}

function findLibrary() {
  const root = '/usr/lib';
  if (!existsSync(root)) return undefined;
  const folders = readdirSync(root).map((name) => join(root, name, 'faketime'));
  return [join(root, 'faketime'), ...folders]
    .map((folder) => join(folder, LIBRARY))
    .find((path) => existsSync(path));
}
