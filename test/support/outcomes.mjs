/** @typedef {import('./stages.mjs').Outcome} Outcome */

/**
 * What several runs come to together.
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome} with all of their tests, and the first thing that one of them could not get
 */
export function sumOutcomes(outcomes) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ state) =>
    outcomes.reduce((total, outcome) => total + outcome[state], 0);
  const missing = outcomes.map((outcome) => outcome.missing).find((reason) => reason !== undefined);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    tests: outcomes.flatMap(({ tests = [] }) => tests),
    unsteady: outcomes.flatMap(({ unsteady = [] }) => unsteady),
    ...(missing === undefined ? {} : { missing }),
  };
}
