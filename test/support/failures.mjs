/** Lines of one error: enough for its message and where it was thrown. */
const MAX_ERROR_LINES = 12;
/** Characters of a line: a comparison of whole documents stays readable. */
const MAX_LINE_LENGTH = 300;

/**
 * What failed in a stage, for the end of the whole run.
 * @param {string} stage its name
 * @param {import('./stages.mjs').Outcome} outcome
 * @returns {string[]} a text for each test that failed; one for the stage, if it failed and no test says so
 */
export function describeFailures(stage, { failed, tests = [] }) {
  const failures = tests.filter(({ state }) => state === 'failed');
  const unexplained = failed - failures.length;
  return [
    ...failures.map(({ title, error = '' }) => `${stage}: ${title}\n${shorten(error)}\n`),
    ...(unexplained > 0 ? [`${stage}: see what it printed above\n`] : []),
  ];
}

/**
 * What failed in a stage and passed at the second try.
 * @param {string} stage its name
 * @param {import('./stages.mjs').Outcome} outcome
 * @returns {string[]} a text for each such test
 */
export function describeUnsteady(stage, { unsteady = [] }) {
  return unsteady.map(({ title, error = '' }) => `${stage}: ${title}\n${shorten(error)}\n`);
}

/**
 * What failed, a line each: of many failures, the end of a log shows them all.
 * @param {readonly string[]} failures as `describeFailures` has them
 * @returns {string[]}
 */
export function listFailures(failures) {
  return failures.map((text) => {
    const [title = '', reason = ''] = text.trimEnd().split('\n');
    const place = /\((test\/[^)]+)\)/.exec(text)?.[1];
    const parts = [title, reason.trim(), ...(place === undefined ? [] : [place])];
    return parts
      .filter((part) => part !== '')
      .join(' · ')
      .slice(0, MAX_LINE_LENGTH);
  });
}

/** @param {string} error */
function shorten(error) {
  const lines = error.split('\n');
  const kept = lines.slice(0, MAX_ERROR_LINES).map((line) => `  ${line.slice(0, MAX_LINE_LENGTH)}`);
  return [...kept, ...(lines.length > MAX_ERROR_LINES ? ['  …'] : [])].join('\n');
}
