import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findExecutable } from '../programs/command.ts';
import { IS_WINDOWS } from '../programs/processGroup.ts';
import type { FunctionCode } from './functionCode.ts';

const VIRTUAL_ENVIRONMENTS = ['.venv', 'venv'];
const NAMES = IS_WINDOWS ? ['python', 'py'] : ['python3', 'python'];

/**
 * The Python that runs a function: that of the virtual environment in its folder or the nearest one above it, which ends at the
 * folder of a repository; else that of the PATH. A `python3.12` on the PATH is not looked for: version managers put one there for
 * each version that is installed, and most of them only fail.
 */
export function findPython({ directory, environment }: FunctionCode): string {
  const own = findVirtualEnvironment(directory);
  if (own !== undefined) return own;
  const place = { folder: directory, environment };
  return NAMES.find((name) => findExecutable(name, place) !== undefined) ?? (NAMES[0] as string);
}

function findVirtualEnvironment(folder: string): string | undefined {
  const found = VIRTUAL_ENVIRONMENTS.map((name) =>
    IS_WINDOWS ? join(folder, name, 'Scripts', 'python.exe') : join(folder, name, 'bin', 'python'),
  ).find((file) => existsSync(file));
  const parent = dirname(folder);
  if (found !== undefined || parent === folder || existsSync(join(folder, '.git'))) return found;
  return findVirtualEnvironment(parent);
}
