import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { readChunks } from '../../support/animatedPng.mjs';
import { CLIENTS } from '../../support/clients/table.mjs';
import { readBuildCommands } from '../../support/docs/buildCommands.ts';

const STORY = { dark: 'docs/pictures/story-dark.png', light: 'docs/pictures/story-light.png' };

describe('the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    name: string;
    publisher: string;
    engines: { vscode: string; node: string };
  };

  it('opens with what it does, a picture and the line that installs it', () => {
    const [opening = ''] = readme.split(/^## /m);
    const install = `code --install-extension ${manifest.publisher}.${manifest.name}`;
    const picture = String.raw`<picture>\n[^\n]+\n  <img src="${STORY.dark}" alt="[^"]+">\n</picture>`;
    assert.match(
      opening,
      new RegExp(
        String.raw`^# Queueside\n\nRun Amazon SQS[^#]+?\n\n${picture}\n\n\`\`\`sh\n${install}\n\`\`\``,
      ),
    );
    // vsce makes addresses of the repository of the pictures' paths, but not of their variants.
    assert.ok(opening.includes(`(prefers-color-scheme: light)" srcset="https://`));
    assert.ok(opening.includes(`/main/${STORY.light}"`));
  });

  for (const [theme, path] of Object.entries(STORY))
    it(`shows the story in motion, and the held message where pictures do not move: ${theme}`, () => {
      const types = readChunks(readFileSync(path)).map(({ type }) => type);
      assert.ok(types.filter((type) => type === 'fcTL').length >= 4);
      assert.ok(types.indexOf('acTL') < types.indexOf('IDAT'));
      // No control before the still picture: it is no frame of the story.
      assert.ok(types.indexOf('IDAT') < types.indexOf('fcTL'));
    });

  it('names the clients of the tests at their languages', () => {
    const [, table = ''] = /^## Your language\n(.+?)^## /ms.exec(readme) ?? [];
    const families = new Set(CLIENTS.map(({ name }) => name.replace(/ (?:\d.*|2, \w+)$|, .*/u, '')));
    for (const family of families) {
      const words = family.replace('SDK for', 'AWS SDK for');
      assert.ok(table.includes(words), `${words} is missing`);
    }
  });

  it('names the oldest VS Code and Node.js that the manifest allows', () => {
    const [, vscode] = /^\^(\d+\.\d+)\.0$/.exec(manifest.engines.vscode) ?? [];
    const [, node] = /^>=(\d+)$/.exec(manifest.engines.node) ?? [];
    assert.ok(readme.includes(`You need VS Code ${vscode} or newer.`));
    assert.ok(readme.includes(`Node.js ${node} or newer`));
  });

  it('has the two commands that test/fresh runs on a fresh copy', () => {
    assert.deepEqual(readBuildCommands(), [['start'], ['test']]);
  });

  it('leaves reference to other pages: it compares, lists languages, and fits on a few screens', () => {
    const sections = readme.split(/^## /m).filter((section) => /^\|/m.test(section));
    assert.deepEqual(
      sections.map((section) => section.split('\n')[0]),
      ['What it replaces', 'Your language'],
    );
    assert.ok(readme.split(/\s+/).length < 1500);
  });
});
