// npm run pictures: takes the README's pictures from the running product, by the end-to-end tests that tell its story.
// npm run pictures -- --review: draws every screen in every theme and size instead, for a reviewer to leaf through.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';
import { runMain, SetupFailure } from './setupFailure.mjs';

const STORY_TIMEOUT_MS = 600_000;
const REVIEW_TIMEOUT_MS = 3_600_000;

/** Screenshot of the story, and what it is called in the documents. @type {readonly (readonly [string, string])[]} */
const PICTURES = [
  ['story-5-paused.png', 'story.png'],
  ['story-3-sent-light.png', 'composer.png'],
  ['load-2-running.png', 'load.png'],
];

await runMain(() => (process.argv.includes('--review') ? drawReview() : takePictures()));

async function takePictures() {
  await runTests('(?:the main job|a load test), by the user interface', STORY_TIMEOUT_MS);
  const root = findProjectRoot();
  mkdirSync(join(root, 'docs', 'pictures'), { recursive: true });
  for (const [screenshot, picture] of PICTURES) {
    copyFileSync(join(root, 'out', 'screenshots', screenshot), join(root, 'docs', 'pictures', picture));
    console.log(`docs/pictures/${picture}`);
  }
}

/** Writes `out/review/SCREEN-THEME-SIZE.png`. */
async function drawReview() {
  rmSync(join(findProjectRoot(), 'out', 'review'), { recursive: true, force: true });
  await runTests('is drawn', REVIEW_TIMEOUT_MS, { QUEUESIDE_REVIEW: '1' });
  console.log('out/review');
}

/**
 * Runs tests of the user interface.
 * @param {string} grep
 * @param {number} timeoutMs
 * @param {NodeJS.ProcessEnv} [env]
 */
async function runTests(grep, timeoutMs, env = {}) {
  const run = await runProgram(process.execPath, ['test/run.mjs', 'panels', 'ui', '--grep', grep], {
    cwd: findProjectRoot(),
    env: { ...process.env, ...env },
    timeoutMs,
  });
  if (run.code !== 0)
    throw new SetupFailure(`${run.output}\nThe tests did not pass, so there is nothing to show.`);
}
