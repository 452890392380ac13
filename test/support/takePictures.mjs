// npm run pictures: takes the README's pictures from the running product, by the end-to-end tests that tell its story.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';
import { runMain, SetupFailure } from './setupFailure.mjs';

const STORY_TIMEOUT_MS = 300_000;

/** Screenshot of the story, and what it is called in the documents. @type {readonly (readonly [string, string])[]} */
const PICTURES = [
  ['story-5-trace-dark.png', 'story.png'],
  ['story-3-sent-light.png', 'composer.png'],
  ['load-2-running.png', 'load.png'],
];

await runMain(async () => {
  const root = findProjectRoot();
  const story = await runProgram(
    process.execPath,
    ['test/run.mjs', 'ui', '--grep', 'the main job|a load test'],
    {
      cwd: root,
      timeoutMs: STORY_TIMEOUT_MS,
    },
  );
  if (story.code !== 0)
    throw new SetupFailure(`${story.output}\nThe story did not pass, so there is nothing to show.`);
  mkdirSync(join(root, 'docs', 'pictures'), { recursive: true });
  for (const [screenshot, picture] of PICTURES) {
    copyFileSync(join(root, 'out', 'screenshots', screenshot), join(root, 'docs', 'pictures', picture));
    console.log(`docs/pictures/${picture}`);
  }
});
