import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';

/**
 * @typedef {object} Outcome what one stage adds to the sum
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [missing] one line: what the stage needs and could not get, and how to get it
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {boolean} [needsBundle] it runs what the bundle stage makes
 * @property {(grep: string | undefined) => Promise<Outcome>} run
 */

const UNIT_TIMEOUT_MS = 10_000;
const LONG_TIMEOUT_MS = 60_000;
const UI_TIMEOUT_MS = 120_000;
/** A stage that takes longer hangs; the user interface takes five minutes on two cores, long forms take hours. */
const STAGE_TIMEOUT_MS = Number(process.env['QUEUESIDE_STAGE_MINUTES'] ?? 15) * 60_000;

/** The stages of `npm test`, in order: what is quick to fail comes first. @type {readonly Stage[]} */
export const stages = [
  { name: 'types', run: () => check('typescript', ['-b'], 'tsc') },
  { name: 'lint', run: () => check('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'format', run: () => check('@biomejs/biome', ['format'], 'biome') },
  // What is tested is what ships: the production bundles.
  { name: 'bundle', run: () => reportCheck(process.execPath, ['esbuild.mjs', '--production', '--tests']) },
  { name: 'unit', needsBundle: true, run: (grep) => runSuite('unit', UNIT_TIMEOUT_MS, grep) },
  { name: 'property', needsBundle: true, run: (grep) => runSuite('property', LONG_TIMEOUT_MS, grep) },
  { name: 'conformance', needsBundle: true, run: (grep) => runSuite('conformance', LONG_TIMEOUT_MS, grep) },
  { name: 'contract', needsBundle: true, run: (grep) => runSuite('contract', LONG_TIMEOUT_MS, grep) },
  { name: 'crash', needsBundle: true, run: (grep) => runSuite('crash', LONG_TIMEOUT_MS, grep) },
  { name: 'host', needsBundle: true, run: runHostSuite },
  { name: 'ui', needsBundle: true, run: runUiSuite },
];

/**
 * Runs a tool from the project's packages as one check.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {string} [command] where it is not the package's name
 */
function check(packageName, args, command = packageName) {
  const folder = join(findProjectRoot(), 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return reportCheck(process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[command]), ...args]);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>} one test that passes when the program does; what it printed is shown when it does not
 */
async function reportCheck(command, args) {
  const result = await runProgram(command, args, { cwd: findProjectRoot(), timeoutMs: STAGE_TIMEOUT_MS });
  if (result.code === 0) return { passed: 1, failed: 0, skipped: 0 };
  console.log(result.output || `It was ended after ${STAGE_TIMEOUT_MS} ms.`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Runs the bundled tests of a folder with Mocha, in a process of their own.
 * @param {string} folder below out/test
 * @param {number} timeoutMs of one test
 * @param {string | undefined} grep
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Outcome>}
 */
async function runSuite(folder, timeoutMs, grep, env = {}) {
  const files = findBundledTests(folder);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const root = findProjectRoot();
  const child = fork(
    join(root, 'test', 'support', 'mochaChild.mjs'),
    [JSON.stringify({ files, timeoutMs, grep })],
    {
      cwd: root,
      env: { ...process.env, ...env },
      execArgv: ['--enable-source-maps'],
      timeout: STAGE_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    },
  );
  /** @type {Outcome | undefined} */
  let outcome;
  child.on('message', (message) => {
    const { passed, failed, skipped } = /** @type {Outcome} */ (message);
    outcome = { passed, failed, skipped };
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (outcome && code === 0) return outcome;
  console.log(
    outcome ? 'The suite did not end by itself.' : `The suite ended with ${code} before its results.`,
  );
  return { passed: outcome?.passed ?? 0, failed: (outcome?.failed ?? 0) + 1, skipped: outcome?.skipped ?? 0 };
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runHostSuite(grep) {
  if (findBundledTests('e2e/host').length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const workspace = mkdtempSync(join(tmpdir(), 'queueside-workspace-'));
  const run = { workspace, grep, timeoutMs: STAGE_TIMEOUT_MS };
  try {
    const results = await runWhereItCan(run);
    if ('missing' in results) return { ...countUnrun('e2e/host'), missing: results.missing };
    for (const test of results.tests) {
      const mark = { passed: '✔', failed: '✘', skipped: '-' }[test.state];
      console.log(`  ${mark} ${test.title} (${test.durationMs} ms)${test.error ? `\n${test.error}` : ''}`);
    }
    return results;
  } catch (error) {
    console.log(error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/**
 * The server build first: it is the same everywhere. Desktop VS Code where the server build cannot be had.
 * @param {import('./vscode/runInHost.mjs').HostRun} run
 */
async function runWhereItCan(run) {
  const tools = await ensureTools();
  if (!('missing' in tools)) {
    const { runInHost } = await import('./vscode/runInHost.mjs');
    return runInHost(tools.host, tools.chromium, run);
  }
  const { hasDisplay, runInDesktop } = await import('./vscode/desktop.mjs');
  return hasDisplay() ? runInDesktop(run) : tools;
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runUiSuite(grep) {
  if (findBundledTests('e2e/ui').length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const tools = await ensureTools();
  if ('missing' in tools) return { ...countUnrun('e2e/ui'), missing: tools.missing };
  return runSuite('e2e/ui', UI_TIMEOUT_MS, grep, { CHROMIUM_PATH: tools.chromium });
}

async function ensureTools() {
  const { ensureVsCodeHost } = await import('./vscode/hostPackages.mjs');
  const { ensureChromium } = await import('./vscode/chromium.mjs');
  const browser = await ensureChromium();
  if ('missing' in browser) return browser;
  const host = await ensureVsCodeHost();
  return 'missing' in host ? host : { host, chromium: browser.executable };
}

/** @param {string} folder @returns {string[]} absolute paths of its bundled tests */
function findBundledTests(folder) {
  const path = join(findProjectRoot(), 'out', 'test', folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((name) => name.endsWith('.test.js'))
    .sort();
}

/** @param {string} folder @returns {Outcome} the tests that are written there, counted without running them */
function countUnrun(folder) {
  const count = (/** @type {string} */ file) => readFileSync(file, 'utf8').match(/\bit\(/g)?.length ?? 0;
  const skipped = findBundledTests(folder).reduce((sum, file) => sum + Math.max(1, count(file)), 0);
  return { passed: 0, failed: 0, skipped };
}
