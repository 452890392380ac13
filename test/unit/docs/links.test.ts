import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { listAnchors, listBrokenLinks, listLocalTargets } from '../../support/docs/links.ts';
import { PAGES } from '../../support/docs/pages.ts';

describe('the links of the pages', () => {
  for (const page of PAGES) {
    it(`lead to files and headings that exist: ${page}`, () => {
      assert.deepEqual(listBrokenLinks(page, readFileSync(page, 'utf8')), []);
    });
  }

  it('are found in text, pictures, references and tags, and not in code', () => {
    const page = [
      '[one](a.md) and ![two](b.png "title") and `[code](no.md)`',
      '```sh\n[block](no.md)\n```',
      '[three]: c.md#part',
      '<img alt="" src="d.png"> [other](https://example.com) [top](#top)',
    ].join('\n');
    assert.deepEqual(listLocalTargets(page), ['a.md', 'b.png', '#top', 'c.md#part', 'd.png']);
  });

  it('have the anchors of GitHub, numbered where a heading comes twice', () => {
    const page = "# One & two\n\n```sh\n# no heading\n```\n\n## The machine's `clock`\n## Same\n## Same\n";
    assert.deepEqual([...listAnchors(page)], ['one--two', 'the-machines-clock', 'same', 'same-1']);
  });

  it('are checked too when they have the address of this repository', () => {
    const own = 'https://github.com/queueside/queueside/blob/main';
    const page = `[a](${own}/docs/limits.md#ranges) [b](${own}/docs/no.md) [c](${own}/LICENSE) [d](https://example.com/no.md)`;
    assert.deepEqual(listBrokenLinks('broker/x.md', page), [`${own}/docs/no.md`]);
  });

  it('are broken when the file, the picture or the heading is missing', () => {
    const page =
      '# Top\n[a](#top) [b](#bottom) [c](limits.md) [d](limits.md#no) [e](no.md) ![f](pictures/no.png)';
    assert.deepEqual(listBrokenLinks('docs/x.md', page), [
      '#bottom',
      'limits.md#no',
      'no.md',
      'pictures/no.png',
    ]);
  });
});
