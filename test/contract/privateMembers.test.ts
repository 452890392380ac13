import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How the classes of each floor hide members: one way a floor. */
const STYLES = { extension: 'hash', broker: 'keyword', webview: 'keyword' } as const;

const MEMBERS = {
  hash: /^ {2,}(?:(?:static|readonly|async|get|set|\*)\s*)*#\w+/m,
  keyword: /^ {2,}(?:private|protected) /m,
};

function listMixed(floor: keyof typeof STYLES): string[] {
  const other = STYLES[floor] === 'hash' ? MEMBERS.keyword : MEMBERS.hash;
  return readdirSync(floor, { recursive: true })
    .map((name) => join(floor, String(name)))
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules') && !path.includes('samples'))
    .filter((path) => other.test(readFileSync(path, 'utf8')));
}

describe('private members', () => {
  for (const floor of ['extension', 'broker', 'webview'] as const) {
    it(`are written in one way in ${floor}`, () => assert.deepEqual(listMixed(floor), []));
  }

  it('are recognised in both ways', () => {
    assert.match('class A {\n  readonly #a = 1;\n}', MEMBERS.hash);
    assert.match('class A {\n  private readonly a = 1;\n}', MEMBERS.keyword);
    assert.match(readFileSync('extension/queues/queueStore.ts', 'utf8'), MEMBERS.hash);
  });
});
