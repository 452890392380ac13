import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

/** @typedef {import('./stages.mjs').Outcome} Outcome */

/** A stage that takes longer hangs; the user interface takes eight minutes on two cores, long forms take hours. */
export const STAGE_TIMEOUT_MS = Number(process.env['QUEUESIDE_STAGE_MINUTES'] ?? 30) * 60_000;

/**
 * Runs the bundled tests of a folder with Mocha, in a process of their own.
 * @param {string} folder below out/test
 * @param {number} timeoutMs of one test
 * @param {string | undefined} grep
 * @param {NodeJS.ProcessEnv} [env]
 * @param {number} [stageTimeoutMs] of all tests together
 * @returns {Promise<Outcome>}
 */
export function runSuite(folder, timeoutMs, grep, env = {}, stageTimeoutMs = STAGE_TIMEOUT_MS) {
  return runFiles(findBundledTests(folder), timeoutMs, grep, env, stageTimeoutMs);
}

/**
 * @param {readonly string[]} files bundled tests, absolute paths
 * @param {number} timeoutMs of one test
 * @param {string | undefined} grep
 * @param {NodeJS.ProcessEnv} env
 * @param {number} stageTimeoutMs of all tests together
 * @returns {Promise<Outcome>}
 */
export async function runFiles(files, timeoutMs, grep, env, stageTimeoutMs) {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const root = findProjectRoot();
  const child = fork(
    join(root, 'test', 'support', 'mochaChild.mjs'),
    [JSON.stringify({ files, timeoutMs, grep })],
    {
      cwd: root,
      env: { ...process.env, ...env },
      execArgv: ['--enable-source-maps'],
      timeout: stageTimeoutMs,
      killSignal: 'SIGKILL',
    },
  );
  /** @type {Outcome | undefined} */
  let outcome;
  child.on('message', (message) => {
    outcome = /** @type {Outcome} */ (message);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (outcome && code === 0) return outcome;
  console.log(
    outcome ? 'The suite did not end by itself.' : `The suite ended with ${code} before its results.`,
  );
  return {
    passed: outcome?.passed ?? 0,
    failed: (outcome?.failed ?? 0) + 1,
    skipped: outcome?.skipped ?? 0,
    tests: outcome?.tests ?? [],
  };
}

/** @param {string} folder @returns {string[]} absolute paths of its bundled tests */
export function findBundledTests(folder) {
  const path = join(findProjectRoot(), 'out', 'test', folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((name) => name.endsWith('.test.js'))
    .sort();
}

/** @param {string} folder @returns {Outcome} the tests that are written there, counted without running them */
export function countUnrun(folder) {
  const count = (/** @type {string} */ file) => readFileSync(file, 'utf8').match(/\bit\(/g)?.length ?? 0;
  const skipped = findBundledTests(folder).reduce((sum, file) => sum + Math.max(1, count(file)), 0);
  return { passed: 0, failed: 0, skipped };
}
