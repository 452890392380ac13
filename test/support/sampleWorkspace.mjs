import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findSampleFolder } from './project.mjs';

/** What running the sample makes in its folder; its .gitignore names the same. */
const MADE_BY_RUNNING = new Set(['node_modules', 'watermarked']);

/**
 * Makes a folder a fresh copy of the sample workspace, so that what a run writes stays out of the repository. Its
 * packages are linked, not copied.
 * @param {string} target created when missing; what is in it is replaced
 * @returns {string} the target
 */
export function copySampleWorkspace(target) {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true, force: true });
  cpSync(findSampleFolder(), target, { recursive: true, filter: isPartOfSample });
  linkSamplePackages(target);
  return target;
}

/**
 * As {@link copySampleWorkspace}, but the broker starts without queues there: the sample's file of definitions is left out.
 * @param {string} target
 */
export function copySampleWithoutQueues(target) {
  copySampleWorkspace(target);
  rmSync(join(target, 'queueside.json'));
}

/**
 * Links the packages of the sample into a copy of it, where the copy has none of its own.
 * @param {string} target
 */
export function linkSamplePackages(target) {
  const packages = join(findSampleFolder(), 'node_modules');
  const link = join(target, 'node_modules');
  if (existsSync(link) || !existsSync(packages)) return;
  // A link that leads nowhere counts too: the clone was moved.
  rmSync(link, { force: true });
  symlinkSync(packages, link, 'junction');
}

/** @param {string} path @returns {boolean} false for what running the sample makes */
export function isPartOfSample(path) {
  return !MADE_BY_RUNNING.has(basename(path));
}
