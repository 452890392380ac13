import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupFailure } from '../setupFailure.mjs';

const ANSWER_TIMEOUT_MS = 3_000;

/**
 * @typedef {object} LastStart where the last start of this clone served VS Code
 * @property {number} pid
 * @property {number} port
 * @property {string} url
 */

/** @param {string} file @returns {LastStart | undefined} */
export function readLastStart(file) {
  try {
    const { pid, port, url } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && Number.isInteger(port) && typeof url === 'string'
      ? { pid, port, url }
      : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {LastStart} start */
export function writeLastStart(file, start) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(start));
}

/**
 * Whether the last start still runs: its process exists, and its port answers.
 * @param {LastStart} start
 */
async function isRunning({ pid, port }) {
  try {
    process.kill(pid, 0);
    await fetch(`http://127.0.0.1:${port}/`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      method: 'HEAD',
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @throws {SetupFailure} when a start of this clone runs: two would share one profile
 */
export async function refuseSecondStart(file) {
  const last = readLastStart(file);
  if (last === undefined || !(await isRunning(last))) return;
  throw new SetupFailure(
    `npm start runs here already (process ${last.pid}):\n\n    ${last.url}\n\nOpen it in a browser, or end it first (Ctrl+C in its terminal).`,
  );
}
