import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallSystemPackages, installSystemPackages, runProgram } from '../process.mjs';

/** On two busy cores the SDK for Rust takes some minutes. */
const BUILD_TIMEOUT_MS = 900_000;
const isWindows = process.platform === 'win32';

/**
 * How a kind of client is built in a copy of its sources.
 * @typedef {object} Builder
 * @property {readonly (readonly string[])[]} programs that it needs: one of each list, the preferred one first
 * @property {string} remedy how to get them
 * @property {(folder: string, programs: readonly string[], packages: readonly string[]) => Promise<import('../process.mjs').RunResult>} build
 */

/** @type {Record<import('./table.mjs').Tool, Builder>} */
export const BUILDERS = {
  python: { programs: [['python3', 'python']], remedy: 'install Python 3', build: buildPython },
  maven: { programs: [['mvn'], ['java']], remedy: 'install Maven and Java 17', build: buildMaven },
  go: { programs: [['go']], remedy: 'install Go', build: buildGo },
  cargo: { programs: [['cargo']], remedy: 'install Rust', build: buildCargo },
  npm: { programs: [['npm']], remedy: 'install npm', build: buildNpm },
  npmAndPython: {
    programs: [['npm'], ['python3', 'python']],
    remedy: 'install npm and Python 3.11',
    build: buildNpmAndPython,
  },
};

/** @param {string} folder where a client in Python was built */
export function findPython(folder) {
  return isWindows
    ? join(folder, 'python', 'Scripts', 'python.exe')
    : join(folder, 'python', 'bin', 'python');
}

/** @type {Builder['build']} */
async function buildPython(folder, [python = ''], packages) {
  const make = () => run(python, ['-m', 'venv', '--clear', join(folder, 'python')], folder);
  let made = await make();
  if (made.code !== 0 && canInstallSystemPackages() && (await installSystemPackages('python3-venv')))
    made = await make();
  if (made.code !== 0) return made;
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  return run(findPython(folder), [...pip, ...packages], folder);
}

/** @type {Builder['build']} */
function buildMaven(folder, [maven = '']) {
  return run(maven, ['--batch-mode', '--quiet', '-Dstyle.color=never', 'package'], folder);
}

/** @type {Builder['build']} */
function buildGo(folder, [go = '']) {
  return run(go, ['build', '-o', 'client', '.'], folder);
}

/** @type {Builder['build']} */
async function buildCargo(folder, [cargo = '']) {
  const target = join(folder, 'target');
  const built = await run(cargo, ['build', '--locked', '--quiet', '--target-dir', target], folder);
  if (built.code !== 0) return built;
  copyFileSync(join(target, 'debug', 'queueside-client'), join(folder, 'client'));
  // Half a gigabyte that no run needs.
  rmSync(target, { recursive: true, force: true });
  return built;
}

/** @type {Builder['build']} */
function buildNpm(folder, [npm = '']) {
  return run(npm, ['ci', '--no-audit', '--no-fund'], folder);
}

/**
 * A client whose sources are in TypeScript too: its package.json has a script that compiles them.
 * @type {Builder['build']}
 */
async function buildNpmAndPython(folder, [npm = '', python = ''], packages) {
  const installed = await buildNpm(folder, [npm], []);
  if (installed.code !== 0) return installed;
  const compiled = await run(npm, ['run', '--silent', 'build'], folder);
  return compiled.code === 0 ? buildPython(folder, [python], packages) : compiled;
}

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
function run(command, args, cwd) {
  return runProgram(command, args, { cwd, timeoutMs: BUILD_TIMEOUT_MS });
}
