// npm run pictures: takes the README's pictures from the running product, by the end-to-end tests that tell its story.
// npm run pictures -- --review: draws every screen in every theme and size instead, for a reviewer to leaf through.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAnimatedPng } from './animatedPng.mjs';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';
import { runMain, SetupFailure } from './setupFailure.mjs';

const STORY_TIMEOUT_MS = 600_000;
const REVIEW_TIMEOUT_MS = 3_600_000;

/** Screenshot of the story, and what it is called in the documents. @type {readonly (readonly [string, string])[]} */
const PICTURES = [
  ['story-3-sent-light.png', 'composer.png'],
  ['load-2-running.png', 'load.png'],
];

/** The story, in both themes: its frames and how long each is shown, ms. @type {readonly (readonly [string, number])[]} */
const STORY = [
  ['story-2-composer', 2000],
  ['story-3-sent', 1500],
  ['story-5-stopped', 3500],
  ['story-6-paused', 4000],
  ['story-7-trace', 3500],
];
/** What viewers that don't animate show: the message that is held at the breakpoint. */
const STILL = 'story-6-paused';

await runMain(() => (process.argv.includes('--review') ? drawReview() : takePictures()));

async function takePictures() {
  await runTests('(?:the main job|a load test), by the user interface', STORY_TIMEOUT_MS, {
    QUEUESIDE_PICTURES: '1',
  });
  mkdirSync(inPictures(), { recursive: true });
  for (const [screenshot, picture] of PICTURES) {
    copyFileSync(inScreenshots(screenshot), inPictures(picture));
    console.log(`docs/pictures/${picture}`);
  }
  for (const theme of ['dark', 'light']) {
    const read = (/** @type {string} */ name) => readFileSync(inScreenshots(`${name}-${theme}.png`));
    const frames = STORY.map(([name, shownMs]) => ({ png: read(name), shownMs }));
    writeFileSync(inPictures(`story-${theme}.png`), makeAnimatedPng(read(STILL), frames));
    console.log(`docs/pictures/story-${theme}.png`);
  }
}

/** @param {string} name */
function inScreenshots(name) {
  return join(findProjectRoot(), 'out', 'screenshots', name);
}

/** @param {string[]} names */
function inPictures(...names) {
  return join(findProjectRoot(), 'docs', 'pictures', ...names);
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
