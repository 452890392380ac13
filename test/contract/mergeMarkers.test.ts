import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOTS = ['.', '.github', 'broker', 'docs', 'extension', 'webview', 'test'];
const TEXTS = /\.(ts|tsx|mjs|mts|js|json|jsonl|md|svg|yml|css|html|py|go|java|sh)$/;
/** What git writes where two branches changed the same lines. */
const MARKER = /^(?:<{7}|>{7}|\|{7}) /m;

function listTexts(root: string): string[] {
  return readdirSync(root, { recursive: root !== '.' })
    .map((name) => join(root, String(name)))
    .filter((path) => TEXTS.test(path) && !/node_modules/.test(path));
}

describe('merged branches', () => {
  it('leave no marks of git in a file', () => {
    const paths = ROOTS.flatMap(listTexts);
    assert.ok(paths.length > 1000, `only ${paths.length} files were looked at`);
    assert.deepEqual(
      paths.filter((path) => MARKER.test(readFileSync(path, 'utf8'))),
      [],
    );
  });
});
