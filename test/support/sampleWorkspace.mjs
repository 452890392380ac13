import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findSampleFolder } from './project.mjs';

/**
 * Makes a folder a fresh copy of the sample workspace, so that what a run writes stays out of the repository. Its
 * packages are linked, not copied.
 * @param {string} target created when missing; what is in it is replaced
 * @returns {string} the target
 */
export function copySampleWorkspace(target) {
  const sample = findSampleFolder();
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true, force: true });
  if (!existsSync(sample)) return target;
  cpSync(sample, target, { recursive: true, filter: (source) => basename(source) !== 'node_modules' });
  const packages = join(sample, 'node_modules');
  if (existsSync(packages)) symlinkSync(packages, join(target, 'node_modules'), 'junction');
  return target;
}
