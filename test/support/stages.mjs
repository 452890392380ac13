import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findRegistryFault } from './npm.mjs';
import { sumOutcomes } from './outcomes.mjs';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';
import { findTool } from './projectTools.mjs';
import { runWithSecondTry } from './secondTry.mjs';
import { countUnrun, findBundledTests, runFiles, runSuite, STAGE_TIMEOUT_MS } from './suite.mjs';

/**
 * @typedef {object} Outcome what one stage adds to the sum
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly import('./mochaRun.mjs').TestResult[]} [tests] each test by itself, where the stage has them
 * @property {readonly import('./mochaRun.mjs').TestResult[]} [unsteady] failures of tests that passed at the second try
 * @property {string} [output] what the stage printed, if it was not shown yet
 * @property {string} [missing] one line: what the stage needs and could not get, and how to get it
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {boolean} [needsBundle] it runs what the bundle stage makes
 * @property {boolean} [inWindows] it opens windows of VS Code or pages in a browser. These stages run one after another, at the
 *   same time as those that need the bundle and open none. Compilers of other languages take both cores: in the order of these
 *   stages, they come when the pages do
 * @property {(grep: string | undefined, selection: import('./selection.mjs').Selection) => Promise<Outcome>} run
 */

const UNIT_TIMEOUT_MS = 10_000;
const LONG_TIMEOUT_MS = 60_000;
const UI_TIMEOUT_MS = 120_000;
/** A client in Java or Python needs up to ten seconds where nothing else runs. */
const PEERS_TIMEOUT_MS = 180_000;
/** Thirty of them, on a machine that may be busy. */
const PEERS_STAGE_TIMEOUT_MS = 1_800_000;
/** One test of a fresh copy installs everything: one to two minutes where nothing else runs. */
const FRESH_TIMEOUT_MS = 600_000;
/** One round of the chaos tests on a busy machine. */
const CHAOS_ROUND_TIMEOUT_MS = 60_000;
/** Installing shares the machine and the network with others. */
const FRESH_STAGE_TIMEOUT_MS = 1_800_000;

/** The stages of `npm test`, in order: what is quick to fail comes first. @type {readonly Stage[]} */
export const stages = [
  { name: 'types', run: () => check('tsc', ['-b']) },
  { name: 'lint', run: () => check('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'format', run: () => check('biome', ['format']) },
  { name: 'workflows', run: runWorkflowsCheck },
  { name: 'bundle', run: (_grep, selection) => reportCheck(process.execPath, bundleCommand(selection)) },
  { name: 'unit', needsBundle: true, run: (grep) => runSuite('unit', UNIT_TIMEOUT_MS, grep) },
  { name: 'ui', needsBundle: true, inWindows: true, run: runUiSuite },
  { name: 'property', needsBundle: true, run: (grep) => runSuite('property', LONG_TIMEOUT_MS, grep) },
  { name: 'conformance', needsBundle: true, run: (grep) => runSuite('conformance', LONG_TIMEOUT_MS, grep) },
  { name: 'contract', needsBundle: true, run: (grep) => runSuite('contract', LONG_TIMEOUT_MS, grep) },
  { name: 'host', needsBundle: true, inWindows: true, run: runHostSuite },
  { name: 'security', needsBundle: true, run: runSecuritySuite },
  { name: 'crash', needsBundle: true, run: runCrashSuite },
  { name: 'chaos', needsBundle: true, run: runChaosSuite },
  { name: 'panels', needsBundle: true, inWindows: true, run: runPanelsSuite },
  { name: 'peers', needsBundle: true, run: runPeersSuite },
  { name: 'fresh', needsBundle: true, run: runFreshSuite },
];

/** Stages whose tests import all that they test, and need nothing in dist/. */
const WITHOUT_PROGRAMS = new Set(['unit', 'property']);

/**
 * What is tested is what ships: the production bundles. Single tests that need none of them do without.
 * @param {import('./selection.mjs').Selection} selection
 */
function bundleCommand({ stages: names, tests }) {
  const needsPrograms = tests.length === 0 || names.some((name) => !WITHOUT_PROGRAMS.has(name));
  const programs = needsPrograms ? ['--production', '--tests'] : ['--tests-alone'];
  return ['esbuild.mjs', ...programs, ...tests];
}

/**
 * Runs a tool of the project as one check.
 * @param {import('./projectTools.mjs').ToolName} tool
 * @param {readonly string[]} args
 */
function check(tool, args) {
  return reportCheck(process.execPath, [findTool(tool), ...args]);
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

/** @returns {Promise<Outcome>} */
async function runWorkflowsCheck() {
  const { checkWorkflows } = await import('./actionlint.mjs');
  return checkWorkflows();
}

/** Programs of other people's making and in other languages. @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runPeersSuite(grep) {
  const { preparePeers } = await import('./clients/preparePeers.mjs');
  const { env, missing } = await preparePeers();
  if (env === undefined) return { ...countUnrun('peers'), missing };
  const run = (/** @type {readonly string[]} */ files) =>
    runFiles(files, PEERS_TIMEOUT_MS, grep, env, PEERS_STAGE_TIMEOUT_MS);
  return { ...(await runWithSecondTry(findBundledTests('peers'), run)), missing };
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runCrashSuite(grep) {
  const { ensureFaketime } = await import('./faketime.mjs');
  const faketime = await ensureFaketime();
  if (!('missing' in faketime)) {
    return runSuite('crash', LONG_TIMEOUT_MS, grep, { FAKETIME_LIBRARY: faketime.library });
  }
  return { ...(await runSuite('crash', LONG_TIMEOUT_MS, grep)), missing: faketime.missing };
}

/**
 * Faults of the whole machine: other users, namespaces and disks need root on Linux.
 * @param {string | undefined} grep
 * @returns {Promise<Outcome>}
 */
async function runChaosSuite(grep) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return {
      ...countUnrun('chaos'),
      missing: 'the chaos tests need Linux and root: run them in a container',
    };
  }
  const { ensureFaketime } = await import('./faketime.mjs');
  const faketime = await ensureFaketime();
  if ('missing' in faketime) return { ...countUnrun('chaos'), missing: faketime.missing };
  const long = Number(process.env['QUEUESIDE_CHAOS_ROUNDS'] ?? 0) * CHAOS_ROUND_TIMEOUT_MS;
  const timeoutMs = Math.max(STAGE_TIMEOUT_MS, long);
  return runSuite('chaos', LONG_TIMEOUT_MS, grep, { FAKETIME_LIBRARY: faketime.library }, timeoutMs);
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runHostSuite(grep) {
  const folders = new Set(findBundledTests('e2e/host').map((file) => dirname(file)));
  const { HOST_WINDOWS } = await import('./vscode/hostWindows.mjs');
  const outcomes = [];
  for (const window of HOST_WINDOWS) {
    // Single tests that are asked for need no other windows than theirs.
    if (!folders.has(join(findProjectRoot(), 'out', 'test', 'e2e', 'host', window.tests))) continue;
    const outcome = await runWithSecondTry([window.tests], () => runHostWindow(window, grep));
    outcomes.push(outcome);
    // Without VS Code, none of them opens, and all are counted already. What is prepared for one, the others may not need.
    if (outcome.missing !== undefined && window.prepare === undefined) break;
  }
  return sumOutcomes(outcomes);
}

/**
 * @param {import('./vscode/hostWindows.mjs').HostWindow} window
 * @param {string | undefined} grep
 * @returns {Promise<Outcome>}
 */
async function runHostWindow({ makeWorkspace, prepare, ...window }, grep) {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-workspace-'));
  try {
    const prepared = await prepare?.(folder);
    if (prepared !== undefined && 'missing' in prepared)
      return { ...countUnrun(`e2e/host/${window.tests}`), missing: prepared.missing };
    const results = await runWhereItCan({
      ...window,
      workspace: makeWorkspace?.(folder) ?? folder,
      grep,
      timeoutMs: STAGE_TIMEOUT_MS,
      env: prepared?.env,
    });
    if ('missing' in results) return { ...countUnrun('e2e/host'), missing: results.missing };
    for (const test of results.tests) {
      const mark = { passed: '✔', failed: '✘', skipped: '-' }[test.state];
      console.log(`  ${mark} ${test.title} (${test.durationMs} ms)${test.error ? `\n${test.error}` : ''}`);
    }
    return { ...results, tests: results.tests.map((test) => ({ ...test, file: window.tests })) };
  } catch (error) {
    console.log(error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The server build first: it is the same everywhere. Desktop VS Code where the server build is not available, or where
 * QUEUESIDE_DESKTOP asks for a version of it.
 * @param {import('./vscode/runInHost.mjs').HostRun} run
 */
async function runWhereItCan(run) {
  const { hasDisplay, readDesktopVersion } = await import('./vscode/desktop.mjs');
  const { runInDesktop } = await import('./vscode/runInDesktop.mjs');
  const version = readDesktopVersion(process.env['QUEUESIDE_DESKTOP']);
  if (version !== undefined) return runInDesktop(run, version);
  const tools = await ensureTools();
  if (!('missing' in tools)) {
    const { runInHost } = await import('./vscode/runInHost.mjs');
    return runInHost(tools.host, tools.chromium, run);
  }
  if (!hasDisplay()) return tools;
  return runInDesktop(run);
}

/**
 * Attacks by a real browser and by real clients: it needs Chromium, and the newer Node.js that comes with VS Code's host.
 * @param {string | undefined} grep
 * @returns {Promise<Outcome>}
 */
async function runSecuritySuite(grep) {
  if (findBundledTests('security').length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const tools = await ensureTools();
  if ('missing' in tools) return { ...countUnrun('security'), missing: tools.missing };
  return runSuite('security', LONG_TIMEOUT_MS, grep, {
    CHROMIUM_PATH: tools.chromium,
    QUEUESIDE_NEWER_NODE: tools.host.node,
  });
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
function runPanelsSuite(grep) {
  const findTools = async () => {
    const { ensureChromium } = await import('./vscode/chromium.mjs');
    const browser = await ensureChromium();
    return 'missing' in browser ? browser : { chromium: browser.executable };
  };
  return runInBrowser('e2e/panels', findTools, grep);
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runUiSuite(grep) {
  const { findEndpoints } = await import('./clients/endpoints.mjs');
  const { env, missing } = await findEndpoints();
  const outcome = await runInBrowser('e2e/ui', ensureTools, grep, env);
  const reasons = [outcome.missing, missing].filter(Boolean).join('; ');
  return reasons === '' ? outcome : { ...outcome, missing: reasons };
}

/**
 * @param {string} folder below out/test
 * @param {() => Promise<{ readonly chromium: string } | { readonly missing: string }>} findTools
 * @param {string | undefined} grep
 * @param {NodeJS.ProcessEnv} [variables] for the tests
 * @returns {Promise<Outcome>}
 */
async function runInBrowser(folder, findTools, grep, variables = {}) {
  const files = findBundledTests(folder);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const tools = await findTools();
  if ('missing' in tools) return { ...countUnrun(folder), missing: tools.missing };
  const env = { ...variables, CHROMIUM_PATH: tools.chromium };
  return runWithSecondTry(files, (some) => runFiles(some, UI_TIMEOUT_MS, grep, env, STAGE_TIMEOUT_MS));
}

/** @param {string | undefined} grep @returns {Promise<Outcome>} */
async function runFreshSuite(grep) {
  const { ensureChromium } = await import('./vscode/chromium.mjs');
  const browser = await ensureChromium();
  const missing = 'missing' in browser ? browser.missing : await findRegistryFault();
  if (missing !== undefined) return { ...countUnrun('fresh'), missing };
  return runSuite('fresh', FRESH_TIMEOUT_MS, grep, {}, FRESH_STAGE_TIMEOUT_MS);
}

async function ensureTools() {
  const { ensureVsCodeHost } = await import('./vscode/hostPackages.mjs');
  const { ensureChromium } = await import('./vscode/chromium.mjs');
  const browser = await ensureChromium();
  if ('missing' in browser) return browser;
  const host = await ensureVsCodeHost();
  return 'missing' in host ? host : { host, chromium: browser.executable };
}
