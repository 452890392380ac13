import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the acceptance of functions', () => {
  const rows = [
    ...readFileSync('docs/testing.md', 'utf8').matchAll(/^\| (\d+) \|.*\| `(\S+\.test\.ts)` \|$/gm),
  ];

  it('has fourteen rows', () => {
    assert.deepEqual(
      [...new Set(rows.map(([, number]) => Number(number)))],
      Array.from({ length: 14 }, (_, index) => index + 1),
    );
  });

  for (const [, number, file = ''] of rows) {
    it(`has tests of row ${number} in ${file}`, () => {
      assert.match(
        readFileSync(join('test', file), 'utf8'),
        new RegExp(`(?:it|describe)\\([\`']${number}\\. `),
      );
    });
  }
});
