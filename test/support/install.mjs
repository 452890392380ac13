import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withLock } from './lock.mjs';
import { runNpm } from './process.mjs';
import { findProjectRoot, findSampleFolder } from './project.mjs';

const STAMP = '.queueside-stamp';

/**
 * Brings `node_modules` of the project, and of its sample, in line with their lock files. Needs Node and npm only.
 * @throws when npm fails: nothing can go on without the packages
 */
export async function installProject() {
  const root = findProjectRoot();
  await installPackages(root);
  await installPackages(findSampleFolder());
}

/**
 * Runs `npm ci` in a folder when its packages are missing or are those of another lock file.
 * @param {string} folder one without a package.json is left alone
 */
async function installPackages(folder) {
  if (!existsSync(join(folder, 'package.json')) || isCurrent(folder)) return;
  await withLock(join(findProjectRoot(), '.cache', `install-${basename(folder)}.lock`), async () => {
    if (isCurrent(folder)) return;
    console.log(`Installing the packages of ${basename(folder)}…`);
    const command = existsSync(join(folder, 'package-lock.json')) ? ['ci'] : ['install', '--no-package-lock'];
    const result = await runNpm([...command, '--include=dev', '--no-audit', '--no-fund'], { cwd: folder });
    if (result.code !== 0) throw new Error(`npm ${command[0]} failed in ${folder}:\n${result.output}`);
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', STAMP), describeLock(folder));
  });
}

/** @param {string} folder */
function isCurrent(folder) {
  const stamp = join(folder, 'node_modules', STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === describeLock(folder);
}

/**
 * What the installed packages depend on: the lock file, and the platform that native packages were chosen for.
 * @param {string} folder
 */
function describeLock(folder) {
  const lock = join(folder, 'package-lock.json');
  const text = readFileSync(existsSync(lock) ? lock : join(folder, 'package.json'));
  return `${createHash('sha256').update(text).digest('hex')} ${process.platform}-${process.arch}\n`;
}
