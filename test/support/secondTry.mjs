/** @typedef {import('./stages.mjs').Outcome} Outcome */
/** @typedef {import('./mochaRun.mjs').TestResult} TestResult */

/** When more files than this fail, the product is at fault, not one window. */
const MAX_FILES = 2;

/**
 * Runs files of tests that drive a real VS Code window, and those that failed once more, each in a new window. What then
 * passes counts as passed, and is listed as `unsteady`, so that it gets mended: such a window shares two cores with an
 * extension host, a browser and a broker, and one lost focus or closed menu must not cost the whole run.
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
  console.log(`\nOnce more, in a new window:\n${again.join('\n')}`);
  const second = await run(again);
  const others = tests.filter(({ file }) => !failedFiles.has(file ?? ''));
  const count = (/** @type {TestResult['state']} */ state) =>
    others.filter((test) => test.state === state).length + second[state];
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    tests: [...others, ...(second.tests ?? [])],
    unsteady: second.failed === 0 ? failures : [],
  };
}
