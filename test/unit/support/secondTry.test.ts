import assert from 'node:assert/strict';
import { describeUnsteady } from '../../support/failures.mjs';
import type { TestResult } from '../../support/mochaRun.mjs';
import { runWithSecondTry } from '../../support/secondTry.mjs';
import type { Outcome } from '../../support/stages.mjs';

const FILES = ['/out/menu.test.js', '/out/panel.test.js', '/out/story.test.js'];

/** What a run of files comes to, when the named tests fail; each file has the tests `opens` and `closes`. */
function outcomeOf(files: readonly string[], failing: readonly string[]): Outcome {
  const tests = files.flatMap((file) =>
    ['opens', 'closes'].map((name): TestResult => {
      const title = `${file} ${name}`;
      return failing.includes(title)
        ? { title, state: 'failed', durationMs: 1, error: 'Error: too late', file }
        : { title, state: 'passed', durationMs: 1, file };
    }),
  );
  const failed = tests.filter(({ state }) => state === 'failed').length;
  return { passed: tests.length - failed, failed, skipped: 0, tests };
}

/** Runs the files with what fails at the first and at the second try, and keeps what was run. */
async function runTwice(failing: readonly (readonly string[])[]): Promise<[Outcome, (readonly string[])[]]> {
  const runs: (readonly string[])[] = [];
  const outcome = await runWithSecondTry(FILES, (files) => {
    runs.push(files);
    return Promise.resolve(outcomeOf(files, failing[runs.length - 1] ?? []));
  });
  return [outcome, runs];
}

describe('a second try for tests in a window', () => {
  const opensMenu = '/out/menu.test.js opens';

  it('is not needed where all passed', async () => {
    const [outcome, runs] = await runTwice([[]]);
    assert.deepEqual([outcome.passed, outcome.failed, runs.length], [6, 0, 1]);
    assert.deepEqual(describeUnsteady('ui', outcome), []);
  });

  it('runs the file of a failed test again, and lists the failure when it passes', async () => {
    const [outcome, runs] = await runTwice([[opensMenu], []]);
    assert.deepEqual(runs, [FILES, ['/out/menu.test.js']]);
    assert.deepEqual([outcome.passed, outcome.failed, outcome.skipped], [6, 0, 0]);
    assert.equal(outcome.tests?.length, 6);
    assert.deepEqual(describeUnsteady('ui', outcome), [`ui: ${opensMenu}\n  Error: too late\n`]);
  });

  it('leaves a test failed that fails twice', async () => {
    const [outcome] = await runTwice([[opensMenu], [opensMenu]]);
    assert.deepEqual([outcome.passed, outcome.failed], [5, 1]);
    assert.deepEqual(outcome.tests?.filter(({ state }) => state === 'failed').length, 1);
    assert.deepEqual(describeUnsteady('ui', outcome), []);
  });

  it('leaves a test failed that fails only at the second try', async () => {
    const [outcome] = await runTwice([[opensMenu], ['/out/menu.test.js closes']]);
    assert.deepEqual([outcome.passed, outcome.failed], [5, 1]);
  });

  it('is not made when tests of more than two files failed', async () => {
    const [outcome, runs] = await runTwice([FILES.map((file) => `${file} opens`), []]);
    assert.deepEqual([outcome.passed, outcome.failed, runs.length], [3, 3, 1]);
  });

  it('is not made for a failure that no test explains', async () => {
    let runs = 0;
    const outcome = await runWithSecondTry(FILES, (files) => {
      runs += 1;
      const { failed, ...rest } = outcomeOf(files, [opensMenu]);
      return Promise.resolve({ ...rest, failed: failed + 1 });
    });
    assert.deepEqual([outcome.failed, runs], [2, 1]);
  });

  it('counts for nothing when the failed test did not run in it, was skipped, or could not run', async () => {
    const tests = outcomeOf(['/out/menu.test.js'], []).tests ?? [];
    const skipped = tests.map((test) => ({ ...test, state: 'skipped' as const }));
    const seconds: readonly Outcome[] = [
      { passed: 0, failed: 0, skipped: 0, tests: [] },
      { passed: 1, failed: 0, skipped: 0, tests: tests.slice(1) },
      { passed: 0, failed: 0, skipped: 2, tests: skipped },
      { passed: 0, failed: 0, skipped: 2, missing: 'Chromium' },
    ];
    for (const second of seconds) {
      const first = outcomeOf(FILES, [opensMenu]);
      const outcomes = [first, second];
      const outcome = await runWithSecondTry(FILES, () => Promise.resolve(outcomes.shift() ?? first));
      assert.deepEqual(outcome, first);
    }
  });

  it('lists what passed in it beside what failed again', async () => {
    const opensPanel = '/out/panel.test.js opens';
    const [outcome] = await runTwice([[opensMenu, opensPanel], [opensPanel]]);
    assert.deepEqual([outcome.passed, outcome.failed], [5, 1]);
    assert.deepEqual(describeUnsteady('ui', outcome), [`ui: ${opensMenu}\n  Error: too late\n`]);
  });

  it('mends a hook that failed, with the tests that it kept from running', async () => {
    const hook = {
      ...outcomeOf(FILES, [opensMenu]).tests?.[0],
      title: 'menus "before all" hook for "opens"',
    };
    const others = outcomeOf(FILES.slice(1), []).tests ?? [];
    const outcomes: Outcome[] = [
      { passed: 4, failed: 1, skipped: 0, tests: [hook as TestResult, ...others] },
      outcomeOf(['/out/menu.test.js'], []),
    ];
    const outcome = await runWithSecondTry(FILES, () => Promise.resolve(outcomes.shift() as Outcome));
    assert.deepEqual([outcome.passed, outcome.failed, outcome.unsteady?.length], [6, 0, 1]);
  });
});
