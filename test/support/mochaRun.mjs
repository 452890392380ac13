import Mocha from 'mocha';

/**
 * @typedef {object} TestResult
 * @property {string} title with those of the groups around it
 * @property {'passed' | 'failed' | 'skipped'} state
 * @property {number} durationMs
 * @property {string} [error] with its stack
 * @property {string} [file] the bundled file that it is in, an absolute path
 */

/**
 * @typedef {object} MochaResults
 * @property {number} passed
 * @property {number} failed tests and hooks
 * @property {number} skipped
 * @property {TestResult[]} tests
 */

/**
 * @typedef {object} MochaRunOptions
 * @property {number} timeoutMs of one test
 * @property {string | undefined} [grep]
 * @property {string | undefined} [reporter] a reporter of Mocha; `min` and the like print, `base` prints nothing
 */

/**
 * Runs bundled test files with Mocha in this process: in plain Node as in the extension host.
 * @param {readonly string[]} files absolute paths
 * @param {MochaRunOptions} options
 * @returns {Promise<MochaResults>}
 */
export async function runMocha(files, options) {
  const mocha = new Mocha({
    ui: 'bdd',
    color: process.stdout.isTTY || process.env['FORCE_COLOR'] !== undefined,
    timeout: options.timeoutMs,
    // Half of it is what the reporter shows a duration from.
    slow: Math.min(options.timeoutMs / 4, 4000),
    reporter: options.reporter ?? 'spec',
    // A forgotten .only would make the whole run look green.
    forbidOnly: Boolean(process.env['CI']),
    ...(options.grep === undefined ? {} : { grep: options.grep }),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    /** @type {MochaResults} */
    const results = { passed: 0, failed: 0, skipped: 0, tests: [] };
    const runner = mocha.run(() => resolve(results));
    runner.on('pass', (test) => {
      results.passed += 1;
      results.tests.push(describe(test, 'passed'));
    });
    runner.on('fail', (test, error) => {
      results.failed += 1;
      results.tests.push({ ...describe(test, 'failed'), error: error?.stack ?? String(error) });
    });
    runner.on('pending', (test) => {
      results.skipped += 1;
      results.tests.push(describe(test, 'skipped'));
    });
  });
}

/**
 * @param {import('mocha').Runnable} test
 * @param {TestResult['state']} state
 * @returns {TestResult}
 */
function describe(test, state) {
  const result = { title: test.fullTitle(), state, durationMs: test.duration ?? 0 };
  return test.file === undefined ? result : { ...result, file: test.file };
}
