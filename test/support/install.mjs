import { join } from 'node:path';
import { arePackagesInstalled, countPackages } from './installedPackages.mjs';
import { withLock } from './lock.mjs';
import { explainNpmFailure, NpmTrouble, runNpm } from './npm.mjs';
import { showProgress } from './progress.mjs';
import { findProjectRoot, findSampleFolder } from './project.mjs';
import { SetupFailure } from './setupFailure.mjs';

const OLDEST_NODE = 20;

/**
 * Brings `node_modules` of the project, and of its sample, in line with their lock files. Needs Node and npm only. What
 * `npm ci` has installed before is not installed again.
 * @returns {Promise<boolean>} whether there was anything to install
 * @throws {SetupFailure} when npm fails: nothing can go on without the packages
 */
export async function installProject() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE)
    throw new SetupFailure(`This needs Node.js ${OLDEST_NODE} or newer; here is ${process.versions.node}.`);
  const project = await installPackages(findProjectRoot(), 'project');
  const sample = await installPackages(findSampleFolder(), 'sample');
  return project || sample;
}

/**
 * Runs `npm ci` in a folder when its packages are missing or are those of another lock file.
 * @param {string} folder
 * @param {string} name what people call it
 * @returns {Promise<boolean>} whether it ran
 */
async function installPackages(folder, name) {
  if (arePackagesInstalled(folder)) return false;
  return withLock(join(findProjectRoot(), '.cache', `install-${name}.lock`), async () => {
    if (arePackagesInstalled(folder)) return false;
    const packages = countPackages(folder);
    const trouble = new NpmTrouble();
    const result = await showProgress(
      `Packages of the ${name}`,
      () => trouble.describe(`${packages.unpacked()} of ${packages.needed}`),
      () =>
        runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=http'], {
          cwd: folder,
          onOutput: (chunk) => trouble.read(chunk),
        }),
    );
    if (result.code !== 0)
      throw new SetupFailure(
        `The packages of the ${name} could not be installed.\n${explainNpmFailure(result.output)}`,
      );
    return true;
  });
}
