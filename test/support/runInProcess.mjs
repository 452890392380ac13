import { fork } from 'node:child_process';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

/** @typedef {import('./stages.mjs').Outcome} Outcome */

/**
 * Runs a stage in a process of its own.
 * @param {string} name of the stage
 * @param {string | undefined} grep
 * @param {import('./selection.mjs').Selection} selection
 * @returns {Promise<Outcome>} with its output, so that this can follow that of the stages beside it
 */
export function runInProcess(name, grep, selection) {
  const root = findProjectRoot();
  const child = fork(
    join(root, 'test', 'support', 'stageChild.mjs'),
    [JSON.stringify({ name, grep, selection })],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  /** @type {Outcome} */
  let outcome = { passed: 0, failed: 1, skipped: 0 };
  child.on('message', (message) => {
    outcome = /** @type {Outcome} */ (message);
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const failed = outcome.failed === 0 && code !== 0 ? 1 : outcome.failed;
      resolve({ ...outcome, failed, output });
    });
  });
}
