import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

const FOLDER = 'docs/adr';

describe('the decision records', () => {
  const files = readdirSync(FOLDER).sort();

  it('have a number that no other has', () => {
    const numbers = files.map((file) => file.slice(0, 4));
    assert.deepEqual([...new Set(numbers)], numbers);
  });

  it('have it in their title too', () => {
    for (const file of files)
      assert.ok(readFileSync(`${FOLDER}/${file}`, 'utf8').startsWith(`# ${file.slice(0, 4)}. `), file);
  });
});
