import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} LockedPackage what a lock file says of one package
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {readonly string[]} [os]
 * @property {readonly string[]} [cpu]
 * @property {readonly string[]} [libc]
 */

/**
 * @typedef {object} Platform
 * @property {string} os
 * @property {string} cpu
 * @property {string | undefined} libc only on Linux
 */

/**
 * Whether the packages of a folder are those of its lock file, whoever installed them. npm itself records in
 * `node_modules/.package-lock.json` what it has installed, as the last thing it does.
 * @param {string} folder
 * @param {Platform} [platform] that the packages are for
 */
export function arePackagesInstalled(folder, platform = describePlatform()) {
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  return listNeededPackages(folder, platform).every(({ path, version, integrity }) => {
    const found = installed[path];
    return (
      found !== undefined &&
      found.version === version &&
      found.integrity === integrity &&
      isUnpacked(folder, path)
    );
  });
}

/**
 * @param {string} folder
 * @returns {{ readonly needed: number, readonly unpacked: () => number }} how many packages its lock file asks for, and how
 *   many of them are on the disk now
 */
export function countPackages(folder) {
  const needed = listNeededPackages(folder, describePlatform());
  return {
    needed: needed.length,
    unpacked: () => needed.filter(({ path }) => isUnpacked(folder, path)).length,
  };
}

/**
 * @param {string} folder
 * @param {Platform} platform
 * @returns {({ path: string } & LockedPackage)[]}
 */
function listNeededPackages(folder, platform) {
  return Object.entries(readPackages(join(folder, 'package-lock.json')))
    .map(([path, locked]) => ({ ...locked, path }))
    .filter((locked) => locked.path !== '' && isNeeded(locked, platform));
}

/**
 * An optional package that names platforms is a program made for them: needed there, absent elsewhere. npm may leave out any
 * other optional package.
 * @param {LockedPackage} locked
 * @param {Platform} platform
 */
function isNeeded({ optional, os, cpu, libc }, platform) {
  if (!optional) return true;
  if (os === undefined && cpu === undefined) return false;
  return allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, platform.libc);
}

/**
 * @param {readonly string[] | undefined} list names, or names with a `!` for all but those
 * @param {string | undefined} value
 */
function allows(list, value) {
  if (list === undefined || value === undefined) return true;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((name) => name.startsWith('!'));
}

/** @returns {Platform} the one that this process runs on */
function describePlatform() {
  return {
    os: process.platform,
    cpu: process.arch,
    libc: process.platform === 'linux' ? findLibc() : undefined,
  };
}

function findLibc() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** @param {string} folder @param {string} path of a package in it */
function isUnpacked(folder, path) {
  return existsSync(join(folder, path, 'package.json'));
}

/** @param {string} lockFile @returns {Record<string, LockedPackage>} empty when there is no such file, or half of one */
function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
