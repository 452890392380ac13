import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { PAGES } from '../../support/docs/pages.ts';

const INDEX = 'docs/README.md';
/** A beginning with what makes or checks the part, up to its end. */
const PART = /<!-- ([\w ]+):begin(?:: ([^\n]*?))? -->[^]*?<!-- \1:end -->/g;

describe('the pages as one book', () => {
  const index = readFileSync(INDEX, 'utf8');
  const chapters = PAGES.filter((page) => /^docs\/(?:languages\/)?[^/]+\.md$/.test(page) && page !== INDEX);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  it('have an index with a row for each, and the question that it answers', () => {
    const rows = [...index.matchAll(/^\| \[[^\]]+\]\(([^)]+)\) \| (.+) \|$/gm)];
    const listed = rows.map(([, path]) => `docs/${path}`).filter((path) => !path.includes('..'));
    assert.deepEqual(listed.filter((path) => path.endsWith('.md')).sort(), [...chapters].sort());
    for (const [row, , question = ''] of rows) assert.match(question, /\?/, row);
  });

  it('have in the index the title that they begin with', () => {
    for (const page of chapters) {
      const [, title] = /^# (.+)\n/.exec(readFileSync(page, 'utf8')) ?? [];
      assert.ok(index.includes(`[${title}](${page.slice('docs/'.length)})`), `${page}: ${title}`);
    }
  });

  for (const page of PAGES) {
    it(`name what makes or checks each marked part: ${page}`, () => {
      const text = readFileSync(page, 'utf8').replaceAll(/`[^`\n]*`/g, '');
      const parts = [...text.matchAll(PART)];
      assert.equal(parts.length, [...text.matchAll(/<!-- [^\n]*?\b(?:begin|end)\b/g)].length / 2);
      for (const [, name, maker = ''] of parts) {
        const [, script] = /^npm run (\w+) /.exec(maker) ?? [];
        const [file] = /^test\/\S+\.ts\b/.exec(maker) ?? [];
        assert.ok((script && script in scripts) || (file && existsSync(file)), `${name}: ${maker}`);
      }
    });
  }
});
