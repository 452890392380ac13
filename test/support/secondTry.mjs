/** @typedef {import('./stages.mjs').Outcome} Outcome */
/** @typedef {import('./mochaRun.mjs').TestResult} TestResult */

/** When more files than this fail, the product is at fault, not one window or program. */
const MAX_FILES = 2;

/**
 * Runs files of tests that drive a real VS Code window, or programs in other languages, and those that failed once more, each
 * in a new window. A test that passes there counts as passed, and is listed as `unsteady`, so that it gets mended: a window
 * shares two cores with an extension host, a browser and a broker, a program with a compiler or a virtual machine, and one lost
 * focus, closed menu or slow start must not cost the whole run.
 * @param {readonly string[]} files as the results' tests name them
 * @param {(files: readonly string[]) => Promise<Outcome>} run
 * @returns {Promise<Outcome>}
 */
export async function runWithSecondTry(files, run) {
  const first = await run(files);
  const tests = first.tests ?? [];
  const failures = tests.filter(({ state }) => state === 'failed');
  const failedFiles = new Set(failures.map(({ file }) => file ?? ''));
  const again = files.filter((file) => failedFiles.has(file));
  // A failure of no file is the stage's own.
  const isExplained = failures.length === first.failed && again.length === failedFiles.size;
  if (again.length === 0 || again.length > MAX_FILES || !isExplained) return first;
  console.log(`\nOnce more:\n${again.join('\n')}`);
  const second = await run(again);
  // Without its tests, a second run says nothing about the first.
  if (second.missing !== undefined || !hasAllOf(second, tests, failedFiles)) return first;
  const others = tests.filter(({ file }) => !failedFiles.has(file ?? ''));
  const count = (/** @type {TestResult['state']} */ state) =>
    others.filter((test) => test.state === state).length + second[state];
  const passed = listPassed(second);
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    tests: [...others, ...(second.tests ?? [])],
    // A hook that failed is no test that could pass.
    unsteady: failures.filter(({ title }) => passed.has(title) || second.failed === 0),
  };
}

/**
 * Whether every test of the files ran again and was not skipped. A test that a failed hook kept from running the first time
 * has no result there.
 * @param {Outcome} second
 * @param {readonly TestResult[]} tests of the first run
 * @param {ReadonlySet<string>} files
 */
function hasAllOf(second, tests, files) {
  const ran = new Set(
    (second.tests ?? []).filter(({ state }) => state !== 'skipped').map(({ title }) => title),
  );
  return (
    ran.size > 0 &&
    tests.every(
      ({ file, title, state }) =>
        !files.has(file ?? '') || state === 'skipped' || ran.has(title) || isHook(title),
    )
  );
}

/** Mocha's title of a hook, as in `queues "before each" hook for "are listed"`. @param {string} title */
function isHook(title) {
  return / "(?:before|after) (?:all|each)" hook/.test(title);
}

/** @param {Outcome} outcome @returns {ReadonlySet<string>} */
function listPassed({ tests = [] }) {
  return new Set(tests.filter(({ state }) => state === 'passed').map(({ title }) => title));
}
