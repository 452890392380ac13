import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from '../project.mjs';
import { launchBrowser } from './browser.mjs';
import { startServer } from './server.mjs';

/**
 * @typedef {object} HostRun
 * @property {string} workspace the folder to open, or a file `*.code-workspace`
 * @property {string} [tests] the folder of the tests, below that of the host tests; that one when absent
 * @property {import('./hostWindows.mjs').DebuggerFixture} [debuggers] absent: `scriptedDebugger`
 * @property {NodeJS.ProcessEnv | undefined} [env] variables beside those of this process
 * @property {Record<string, unknown>} [settings] of the user, beside the quiet ones
 * @property {(userData: string) => void} [prepareUserData] changes what the editor and extensions keep, before the start
 * @property {string | undefined} [grep]
 * @property {number} timeoutMs of the whole run
 * @property {string} [index] of what runs in the host; the host tests when absent
 */

/**
 * Runs the host tests, or another index that writes its results to the same file, in the extension host of the server
 * build.
 * @template [Results=import('../mochaRun.mjs').MochaResults]
 * @param {import('./hostPackages.mjs').VsCodeHost} host
 * @param {string} chromium the executable
 * @param {HostRun} run
 * @returns {Promise<Results>} what the index wrote
 * @throws when the host ends, or the time runs out, before there are results
 */
export async function runInHost(host, chromium, run) {
  const root = findProjectRoot();
  const resultsFile = prepareResultsFile();
  // Each window has logs of its own: the next one must not write over those of one that failed.
  const name = run.tests === undefined || run.tests === '.' ? 'host' : `host-${run.tests}`;
  const server = await startServer(host, {
    name,
    testDriver: true,
    extension: { kind: 'folder', path: prepareDebuggers(run.debuggers) },
    ...(run.settings && { settings: run.settings }),
    prepareUserData: run.prepareUserData,
    env: { ...describeHostRun(run, resultsFile) },
  });
  try {
    const browser = await launchBrowser(chromium);
    try {
      const page = await browser.newPage();
      /** @type {string[]} */
      const log = [];
      await page.exposeFunction(
        'codeAutomationLog',
        (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
          log.push(`${type}: ${args.map(String).join(' ')}`);
        },
      );
      /** @type {Promise<number>} */
      const exit = new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`no result after ${run.timeoutMs} ms`)),
          run.timeoutMs,
        );
        void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
          clearTimeout(timer);
          resolve(code);
        });
      });
      const remote = (/** @type {string} */ path) => `vscode-remote://${server.authority}${path}`;
      const payload = [
        ['extensionDevelopmentPath', remote(root)],
        ['extensionTestsPath', remote(run.index ?? join(root, 'out', 'test', 'e2e', 'host', 'index.js'))],
      ];
      const opened = run.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
      const query = new URLSearchParams({ [opened]: run.workspace, payload: JSON.stringify(payload) });
      await page.goto(`${server.address}/?${query}`);
      try {
        const code = await exit;
        return readResults(resultsFile, code);
      } finally {
        writeFileSync(join(root, 'out', 'logs', `${name}-workbench.log`), log.join('\n'));
      }
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/**
 * @param {import('./hostWindows.mjs').DebuggerFixture} [fixture]
 * @returns {string} the folder of the extension that brings the debuggers of the tests, beside what was built of it
 */
export function prepareDebuggers(fixture = 'scriptedDebugger') {
  const source = join(findProjectRoot(), 'test', 'e2e', 'host', fixture, 'package.json');
  const folder = join(findProjectRoot(), 'out', 'test', 'e2e', 'host', fixture);
  mkdirSync(folder, { recursive: true });
  copyFileSync(source, join(folder, 'package.json'));
  return folder;
}

/** @returns {string} the path of a results file that is not there yet */
export function prepareResultsFile() {
  const folder = join(findProjectRoot(), 'out');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'host-results.json');
  rmSync(path, { force: true });
  return path;
}

/**
 * The variables by which the index in the extension host knows what to run; none of the machine's AWS settings, so that
 * what the tests see comes from the extension.
 * @param {HostRun} run
 * @param {string} resultsFile
 * @returns {NodeJS.ProcessEnv}
 */
export function describeHostRun(run, resultsFile) {
  return {
    ...withoutAwsSettings(),
    ...run.env,
    QUEUESIDE_HOST_RESULTS: resultsFile,
    ...(run.grep === undefined ? {} : { QUEUESIDE_HOST_GREP: run.grep }),
    ...(run.tests === undefined ? {} : { QUEUESIDE_HOST_TESTS: run.tests }),
  };
}

/** @returns {NodeJS.ProcessEnv} every AWS_ variable of this machine, set to undefined */
export function withoutAwsSettings() {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/**
 * @param {string} path
 * @param {number} code
 * @returns {any}
 */
export function readResults(path, code) {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  throw new Error(`the extension host ended with ${code} and left no results; see out/logs`);
}
