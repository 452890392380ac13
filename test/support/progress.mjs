import { setTimeout as delay } from 'node:timers/promises';

const TERMINAL_INTERVAL_MS = 500;
/** Where lines stay, as in the log of a CI run, one now and then is enough. */
const LOG_INTERVAL_MS = 10_000;
/** Looking costs the work time: at most a tenth of it. */
const LOOK_SHARE = 10;

/**
 * Shows that work goes on, and how far it is: one line that is written again on a terminal, a line now and then elsewhere.
 * @template T
 * @param {string} label what is being done
 * @param {() => string | Promise<string>} look how far it is, such as `12 of 40 packages`; '' where that is unknown
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showProgress(label, look, work) {
  const startedAt = performance.now();
  const isTerminal = process.stderr.isTTY;
  const ended = new AbortController();
  const describe = (/** @type {string} */ state) => {
    const seconds = `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
    return `      ${label}: ${state === '' ? '' : `${state}, `}${seconds}`;
  };
  const report = async () => {
    let state = '';
    let nextLookAt = 0;
    for (;;) {
      await delay(isTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS, undefined, { signal: ended.signal });
      const lookedAt = performance.now();
      if (lookedAt >= nextLookAt) {
        state = await look();
        nextLookAt = performance.now() + LOOK_SHARE * (performance.now() - lookedAt);
      }
      if (ended.signal.aborted) return;
      if (isTerminal) process.stderr.write(`\r\u001B[2K${fit(describe(state))}`);
      else console.log(describe(state));
    }
  };
  const reporting = report().catch(() => {});
  try {
    return await work();
  } finally {
    const state = await look();
    ended.abort();
    await reporting;
    if (isTerminal) process.stderr.write('\r\u001B[2K');
    console.log(describe(state));
  }
}

/** @param {string} line cut so that it never wraps: a wrapped line could not be written again */
function fit(line) {
  return line.slice(0, Math.max(20, (process.stderr.columns || 80) - 1));
}
