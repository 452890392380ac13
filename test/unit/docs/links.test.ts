import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';

const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'extension/samples/watermark/README.md',
  ...readdirSync('docs', { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
];

/** Targets of the links that point into the repository, without their anchors. Pictures are made by a script. */
function findLocalTargets(markdown: string): string[] {
  return [...markdown.matchAll(/(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

describe('the documents', () => {
  for (const document of DOCUMENTS) {
    it(`${document} links only to what is there`, () => {
      const targets = findLocalTargets(readFileSync(document, 'utf8'));
      const broken = targets.filter((target) => !existsSync(join(dirname(document), target)));
      assert.deepEqual(broken, []);
    });
  }
});
