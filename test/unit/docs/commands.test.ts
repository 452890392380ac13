import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeClock } from '../../../broker/cli/clockOptions.ts';
import { describeKey } from '../../../broker/cli/keyOptions.ts';
import { describeLoad } from '../../../broker/cli/loadOptions.ts';
import { describeFunction } from '../../../broker/cli/functionOptions.ts';
import { describePool } from '../../../broker/cli/poolOptions.ts';
import { describeOptions } from '../../../broker/process/config.ts';

/** Pages for people who build the project themselves, who have a clone to run the broker from. */
const CONTRIBUTORS_PAGES = /^(?:CONTRIBUTING\.md|docs[\\/](?:testing|architecture)\.md|docs[\\/]adr[\\/].*)$/;
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  join('broker', 'cli', 'README.md'),
  ...readdirSync('docs', { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
];

const HELP: Readonly<Record<string, string>> = {
  load: describeLoad(),
  clock: describeClock(),
  pool: describePool(),
  function: describeFunction(),
  key: describeKey(),
  broker: describeOptions(),
};

/** Every command line of the broker in code: after `npx queueside`, `queueside` or `npm run broker --`. */
function findCommands(page: string): string[] {
  const code = [...page.matchAll(/```[^]*?```|`[^`]+`/g)].map(([text]) => text.replaceAll('`', ''));
  return code.flatMap((text) =>
    [...text.matchAll(/(?:^|\s)(?:npx )?(?:npm run broker --|queueside)((?: [^\n]*)?)$/gm)].map(([, words]) =>
      String(words)
        .replace(/\s#.*$/, '')
        .trim(),
    ),
  );
}

/** What a command line names that the program does not know. */
function findUnknown(command: string): string[] {
  const [first = ''] = command.split(/\s+/);
  const help = HELP[first] ?? HELP['broker'] ?? '';
  const options = command.match(/(?<=^|\s)--[a-z-]+/g) ?? [];
  const known = new Set(help.match(/--[a-z-]+/g));
  const unknown = options.filter((option) => option !== '--help' && !known.has(option));
  return first === '' || first.startsWith('-') || Object.hasOwn(HELP, first) ? unknown : [first, ...unknown];
}

describe('the commands that the pages name', () => {
  it('are recognized with their options', () => {
    const page =
      'Run `npx queueside load --rate 5 --help`, then:\n```sh\nnpx queueside  # serves\nnpm run broker -- --port 0\n```';
    assert.deepEqual(findCommands(page), ['load --rate 5 --help', '', '--port 0']);
    assert.deepEqual(findCommands(page).flatMap(findUnknown), []);
    assert.deepEqual(findUnknown('load --port 1'), ['--port']);
    assert.deepEqual(findUnknown('lode --port 1'), ['lode']);
  });

  it('exist, with the options that they are shown with', () => {
    const found = PAGES.flatMap((page) =>
      findCommands(readFileSync(page, 'utf8')).map((command) => ({ page, command })),
    );
    assert.ok(found.length > 10);
    assert.deepEqual(
      found.flatMap(({ page, command }) => findUnknown(command).map((word) => ({ page, command, word }))),
      [],
    );
  });

  it('need no clone of the project, where a user reads', () => {
    const pages = PAGES.filter((page) => !CONTRIBUTORS_PAGES.test(page));
    assert.deepEqual(
      pages.filter((page) => readFileSync(page, 'utf8').includes('npm run broker')),
      [],
    );
  });
});
