import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { keepSampleCopy, listUserChanges } from './keptSample.mjs';

/**
 * @typedef {object} Kept what is kept from one start to the next, below `.cache/start`
 * @property {string} folder that has all of it
 * @property {string} sample the user's copy of the sample
 * @property {string} sampleRecord what the sample was when it was copied
 * @property {string} profile of VS Code: settings, stored messages
 * @property {string} lastStart where the last start served VS Code
 */

/** As many names as a person reads. */
const NAMED_FILES = 8;

/** @param {string} root of the project @returns {Kept} */
export function describeKept(root) {
  const folder = join(root, '.cache', 'start');
  return {
    folder,
    sample: join(folder, 'watermark'),
    sampleRecord: join(folder, 'sample.json'),
    profile: join(folder, 'profile'),
    lastStart: join(folder, 'last.json'),
  };
}

/**
 * Makes the user's copy of the sample at the first start, and says later when the project's sample has moved on.
 * @param {Kept} kept
 */
export function prepareKeptSample(kept) {
  const { created, changedSince } = keepSampleCopy(kept.sample, kept.sampleRecord);
  if (created) console.log(`      Your copy of the sample: ${kept.sample}`);
  else console.log(`      Your copy of the sample, as you left it: ${kept.sample}`);
  if (changedSince.length === 0) return;
  console.log(
    `      The sample has changed since it was copied: ${nameFiles(changedSince)}. Your copy is left as it is. Take what you
      want from ${join('extension', 'samples', 'watermark')}, or begin again with \`npm start -- --fresh\`.`,
  );
}

/**
 * Deletes what is kept, after saying what that is. Where a person is at the terminal, they are asked.
 * @param {Kept} kept
 * @param {boolean} isAgreed do not ask
 * @returns {Promise<boolean>} false when the answer was no
 */
export async function beginAgain(kept, isAgreed) {
  if (!existsSync(kept.folder)) {
    console.log('There is nothing to delete: this is the first start.');
    return true;
  }
  const changes = existsSync(kept.sample) ? listUserChanges(kept.sample, kept.sampleRecord) : [];
  console.log(`--fresh deletes ${kept.folder}:`);
  console.log(
    `  - your copy of the sample, ${changes.length === 0 ? 'in which you changed nothing' : `with what you changed: ${nameFiles(changes)}`}`,
  );
  console.log("  - VS Code's profile: its settings, and all queues and messages that the broker has stored");
  if (!isAgreed && process.stdin.isTTY && !(await askYes('Delete them? [y/N] '))) {
    console.log('Nothing is deleted.');
    return false;
  }
  rmSync(kept.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  console.log('Deleted.\n');
  return true;
}

/** @param {readonly string[]} paths */
function nameFiles(paths) {
  const named = paths.slice(0, NAMED_FILES).join(', ');
  return paths.length > NAMED_FILES ? `${named} and ${paths.length - NAMED_FILES} more` : named;
}

/** @param {string} question */
async function askYes(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
