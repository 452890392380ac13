import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { readBuildCommands } from '../../support/docs/buildCommands.ts';

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
    assert.match(
      opening,
      new RegExp(
        String.raw`^# Queueside\n\nRun Amazon SQS[^#]+?\n\n!\[.+\]\(.+\)\n\n\`\`\`sh\n${install}\n\`\`\``,
      ),
    );
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

  it('leaves reference to other pages: it has no table, and fits on a few screens', () => {
    assert.doesNotMatch(readme, /^\|/m);
    assert.ok(readme.split(/\s+/).length < 1000);
  });
});
