import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findSampleFolder } from '../project.mjs';
import { copySampleWorkspace, isPartOfSample, linkSamplePackages } from '../sampleWorkspace.mjs';

/** @typedef {Readonly<Record<string, string>>} Digests SHA-256 of each file, by its path in the folder */

/**
 * Makes a copy of the sample where there is none. A copy that exists belongs to the user: nothing in it is changed.
 * @param {string} copy the folder
 * @param {string} record a file that keeps what the sample was when it was copied
 * @returns {{ created: boolean, changedSince: readonly string[] }} the files that the project has changed since then, and
 *   that the copy does not have as they are now
 */
export function keepSampleCopy(copy, record) {
  const sample = digestFiles(findSampleFolder());
  if (existsSync(copy)) {
    linkSamplePackages(copy);
    return { created: false, changedSince: findChanges(sample, readDigests(record), digestFiles(copy)) };
  }
  // In one step: a start that was ended halfway must not leave half a sample.
  const next = `${copy}.next`;
  copySampleWorkspace(next);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(sample, undefined, 2));
  renameSync(next, copy);
  return { created: true, changedSince: [] };
}

/**
 * What the user has made of a copy.
 * @param {string} copy
 * @param {string} record
 * @returns {readonly string[]} the files that were changed, added or deleted
 */
export function listUserChanges(copy, record) {
  const copied = readDigests(record);
  const current = digestFiles(copy);
  return [...new Set([...Object.keys(copied), ...Object.keys(current)])]
    .filter((path) => copied[path] !== current[path])
    .sort();
}

/** @param {Digests} sample now @param {Digests} copied when the copy was made @param {Digests} copy now */
function findChanges(sample, copied, copy) {
  return [...new Set([...Object.keys(sample), ...Object.keys(copied)])]
    .filter((path) => sample[path] !== copied[path] && sample[path] !== copy[path])
    .sort();
}

/** @param {string} record @returns {Digests} */
function readDigests(record) {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} folder @returns {Digests} */
function digestFiles(folder) {
  /** @type {Record<string, string>} */
  const digests = {};
  const visit = (/** @type {string} */ current) => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      if (!isPartOfSample(path)) continue;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile())
        digests[relative(folder, path).replaceAll('\\', '/')] = createHash('sha256')
          .update(readFileSync(path))
          .digest('hex');
    }
  };
  if (existsSync(folder)) visit(folder);
  return digests;
}
